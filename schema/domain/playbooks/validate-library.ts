import { issue, type Issue } from '../issue.js'
import type { Edition } from '../statistics/edition.js'
import { lintPlaybook } from './lint-playbook.js'
import type { LintContext } from './lint-rules/lint-rule.js'
import type { PlaybookLibrary } from './playbook.js'

/** Codes a library may name, with the day it is judged on. */
export const lintContextOf = (library: PlaybookLibrary, edition: Edition, today: string): LintContext => ({
  library,
  hazards: itemsOf(edition, 'hazard_type'),
  topics: itemsOf(edition, 'topic'),
  measures: new Set(edition.measures.keys()),
  today,
})

const itemsOf = (edition: Edition, list: string): ReadonlySet<string> => new Set(edition.codelists.get(list)?.items.keys() ?? [])

/**
 * Every issue against the library as a whole, by path in playbooks.yaml: its templates' lint first, then what exercises and placeholder lists name. Errors
 * refuse the library; warnings are told to whoever reads a template.
 */
export const validateLibrary = (library: PlaybookLibrary, edition: Edition, today: string): readonly Issue[] => {
  const context = lintContextOf(library, edition, today)
  const centers = new Set(edition.codelists.get('center')?.items.keys() ?? [])
  return [
    ...[...library.playbooks.values()].flatMap((playbook, i) =>
      lintPlaybook(playbook, context).map(found => ({ ...found, path: ['playbooks.yaml', 'templates', i, ...found.path] })),
    ),
    ...[...library.exercises.values()].flatMap(({ template, participants: { controller, players, overflow } }, i) => {
      const path = ['playbooks.yaml', 'exercises', 'scenarios', i]
      const named = centers.size === 0 ? [] : [controller, ...players, ...overflow].filter(center => !centers.has(center))
      return [
        ...(library.playbooks.has(template) ? [] : [unknown([...path, 'template'], template)]),
        ...named.map(center => unknown([...path, 'participants'], center)),
      ]
    }),
    ...[...library.headerOnly, ...library.requiredEverywhere, ...Object.values(library.requiredIn).flat()]
      .filter(name => !library.placeholders.has(name))
      .map(name => unknown(['playbooks.yaml', 'placeholders', 'items'], name)),
  ]
}

const unknown = (path: Issue['path'], got: string): Issue =>
  issue({
    code: 'EDITION_UNKNOWN_REFERENCE',
    path,
    messageKo: `${path.join('.')}: "${got}"을(를) 가리키지만 그런 것이 없습니다.`,
    messageEn: `${path.join('.')}: it names "${got}", which is not there.`,
    expected: 'a code of the library or of the edition',
    got,
  })
