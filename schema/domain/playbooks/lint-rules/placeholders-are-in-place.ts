import { linesOf, placeholdersIn } from '../placeholders.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/**
 * A headline has only what is filled in always, because a line with an empty place is left out whole; the header's own placeholders are never read aloud.
 * (Placeholder rules of the library.)
 */
export const placeholdersAreInPlace: LintRule = (playbook, { library }) => {
  const always = new Set([...library.requiredEverywhere, ...playbook.sections.key_facts.required])
  return linesOf(playbook).flatMap(({ path, line }) =>
    placeholdersIn(line).flatMap(name => {
      const isHeadline = path[0] === 'headline_ko'
      if (isHeadline && library.placeholders.has(name) && !always.has(name)) {
        return lintIssue({
          code: 'PLACEHOLDER_MISPLACED',
          path,
          ko: `제목 줄에는 반드시 채우는 칸만 씁니다. {{${name}}}은(는) 비어 있을 수 있습니다.`,
          en: `A headline has only what is always filled in; {{${name}}} may be empty.`,
          expected: [...always].toSorted().join(', '),
          got: name,
        })
      }
      if (!library.headerOnly.includes(name)) return []
      return lintIssue({
        code: 'PLACEHOLDER_MISPLACED',
        path,
        ko: `{{${name}}}은(는) 화면 머리와 기록에만 쓰고 읽지 않습니다.`,
        en: `{{${name}}} is for the header and the record and is never read aloud.`,
        expected: 'a placeholder that may be read aloud',
        got: name,
      })
    }),
  )
}
