import { linesOf, placeholdersIn } from '../placeholders.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/** Every key fact is said somewhere: one that is filled in and never read costs the coordinator a minute in the worst hour. */
export const placeholdersAreUsed: LintRule = playbook => {
  const used = new Set(linesOf(playbook).flatMap(({ line }) => placeholdersIn(line)))
  const { required, optional } = playbook.sections.key_facts
  const unused = (kind: 'required' | 'optional', names: readonly string[]) =>
    names.flatMap((name, i) =>
      used.has(name)
        ? []
        : lintIssue({
            code: 'PLACEHOLDER_UNUSED',
            severity: 'warning',
            path: ['sections', 'key_facts', kind, i],
            ko: `빈칸 ${name}을(를) 채우게 하지만 어느 줄에서도 읽지 않습니다.`,
            en: `${name} is asked for and no line says it.`,
            expected: 'a key fact that a line says',
            got: name,
          }),
    )
  return [...unused('required', required), ...unused('optional', optional)]
}
