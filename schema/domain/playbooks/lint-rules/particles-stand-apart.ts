import { linesOf } from '../placeholders.js'
import { lintIssue, type LintRule } from './lint-rule.js'

const PARTICLE = /\}\}(이|가|은|는|을|를|과|와|으로|로)(?=[\s.,?!·]|$)/u

/** No particle that changes with the last sound stands right behind a placeholder: 한강가, 태풍는. (Placeholder rules of the library.) */
export const particlesStandApart: LintRule = playbook =>
  linesOf(playbook).flatMap(({ path, line, language }) => {
    const particle = language === 'ko' ? PARTICLE.exec(line)?.[1] : undefined
    if (particle === undefined) return []
    return lintIssue({
      code: 'PLACEHOLDER_PARTICLE',
      severity: 'warning',
      path,
      ko: `칸 바로 뒤의 조사 "${particle}"은(는) 채워지는 말의 받침에 따라 어색해집니다. 말 순서를 바꾸어 조사를 떼십시오.`,
      en: `The particle "${particle}" right behind a placeholder depends on the word that is filled in; turn the sentence so that none stands there.`,
      expected: 'a placeholder without a changing particle behind it',
      got: particle,
    })
  })
