import { linesOf, placeholdersIn } from '../placeholders.js'
import type { Playbook } from '../playbook.js'
import { lintIssue, type LintContext, type LintRule } from './lint-rule.js'

/** Names a template may use: everywhere, its own key facts, those of corrections and endings, and what centers fill in. */
const declaredBy = ({ sections }: Playbook, { library }: LintContext): ReadonlySet<string> =>
  new Set([
    ...library.requiredEverywhere,
    ...Object.values(library.requiredIn).flat(),
    ...sections.key_facts.required,
    ...sections.key_facts.optional,
    ...[...library.placeholders.values()].filter(({ fillBy }) => fillBy === 'center').map(({ name }) => name),
  ])

/** Every placeholder of a line is one of the library, and one that this template declares: what nobody fills in would be read aloud as it stands. */
export const placeholdersAreDeclared: LintRule = (playbook, context) => {
  const declared = declaredBy(playbook, context)
  return linesOf(playbook).flatMap(({ path, line }) =>
    placeholdersIn(line)
      .filter(name => !declared.has(name) || !context.library.placeholders.has(name))
      .map(name =>
        lintIssue({
          code: 'PLACEHOLDER_UNDECLARED',
          path,
          ko: `빈칸 {{${name}}}은(는) 이 문안에 선언되어 있지 않아 아무도 채우지 않습니다. key_facts에 넣거나 줄에서 빼십시오.`,
          en: `Nobody fills in {{${name}}}: this template does not declare it. Add it to key_facts or take it out of the line.`,
          expected: [...declared].toSorted().join(', '),
          got: name.slice(0, 80),
        }),
      ),
  )
}
