import { lintIssue, type LintRule } from './lint-rule.js'

/**
 * Every section that a counselor needs is there and says something: what to say first, questions, what not to say, where to send the caller, who needs more, and
 * the two twins. An alert without its correction written beforehand took 38 minutes to take back (Hawaii, 2018).
 */
export const sectionsAreThere: LintRule = ({ sections, correction, all_clear }) => {
  const { first_answer_script: script, qa, must_not_say, routing, vulnerable_callers } = sections
  const parts: readonly (readonly [path: readonly string[], ko: string, isThere: boolean])[] = [
    [['sections', 'first_answer_script', 'ko'], '첫 응대 말', script.ko.some(hasText)],
    [['sections', 'first_answer_script', 'en'], '영어 첫 응대 말', script.en.some(hasText)],
    [['sections', 'qa'], '질문과 답', qa.length > 0 && qa.every(({ q, a, u }) => hasText(q) && hasText(a) && hasText(u))],
    [['sections', 'must_not_say'], '하면 안 되는 말', must_not_say.some(hasText)],
    [['sections', 'routing'], '연결할 곳', routing.length > 0],
    [['sections', 'vulnerable_callers'], '더 살펴야 할 전화', Object.values(vulnerable_callers).some(hasText)],
    [['correction'], '바로잡음', correction.ko.some(hasText) && hasText(correction.en)],
    [['all_clear'], '해제 말', all_clear.ko.some(hasText) && hasText(all_clear.en)],
  ]
  return parts
    .filter(([, , isThere]) => !isThere)
    .map(([path, ko]) =>
      lintIssue({
        code: 'PLAYBOOK_SECTION_MISSING',
        path,
        ko: `"${ko}" 부분이 비어 있습니다. 모든 문안에 있어야 합니다.`,
        en: `The part ${path.join('.')} is empty; every template has it.`,
        expected: 'text',
      }),
    )
}

const hasText = (line: string): boolean => line.trim() !== ''
