import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Bilingual, Level, Playbook, PlaybookLibrary } from '../../schema/domain/playbooks/playbook.js'
import { LIBRARY_SHAPE, type LibraryFile } from './library-shape.js'
import { shapeIssues } from './shape-issues.js'

/** The library that a raw playbooks.yaml holds, or every fault of shape and every code that comes twice, by path. Its texts are not judged here. */
export function parseLibrary(raw: unknown): Outcome<PlaybookLibrary> {
  const parsed = LIBRARY_SHAPE.safeParse(raw, { reportInput: true })
  if (!parsed.success) return refuse(...parsed.error.issues.flatMap(fault => shapeIssues('playbooks', fault)))
  const repeated = repeatedCodes(parsed.data)
  return repeated.length > 0 ? refuse(...repeated) : accept(toLibrary(parsed.data))
}

const byCode = <T extends { readonly code: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map(entry => [entry.code, entry]))

function toLibrary(file: LibraryFile): PlaybookLibrary {
  const { levels, length_limits: limits, template_edition: version } = file.conventions
  return {
    code: file.edition,
    status: file.status,
    preparedOn: file.prepared_on,
    // fromEntries forgets its keys; the shape asks for one item each level
    levelNames: Object.fromEntries(levels.items.map(({ code, ko, en }) => [code, { ko, en }])) as Record<Level, Bilingual>,
    limits,
    placeholders: new Map(
      Object.entries(file.placeholders.items).map(([name, [type, fillBy, example]]) => [name, { name, type, fillBy, example }]),
    ),
    headerOnly: file.placeholders.header_only,
    requiredEverywhere: file.placeholders.everywhere.required,
    requiredIn: file.placeholders.everywhere.required_in,
    contacts: byCode(file.contacts),
    common: file.common,
    playbooks: byCode(file.templates.map(({ template_edition: own, ...template }): Playbook => ({ ...template, version: own ?? version }))),
    protections: byCode(file.protection_playbooks),
    exercises: byCode(file.exercises.scenarios),
  }
}

type Coded = readonly { readonly code: string }[]

function repeatedCodes(file: LibraryFile): readonly Issue[] {
  const lists: readonly (readonly [path: readonly string[], entries: Coded])[] = [
    [['conventions', 'levels', 'items'], file.conventions.levels.items],
    [['contacts'], file.contacts],
    [['templates'], file.templates],
    [['protection_playbooks'], file.protection_playbooks],
    [['exercises', 'scenarios'], file.exercises.scenarios],
  ]
  return lists.flatMap(([path, entries]) =>
    entries.flatMap(({ code }, i) =>
      entries.findIndex(other => other.code === code) === i ? [] : [repeated(['playbooks.yaml', ...path, i, 'code'], code)],
    ),
  )
}

const repeated = (path: Issue['path'], code: string): Issue =>
  issue({
    code: 'EDITION_DUPLICATE_CODE',
    path,
    messageKo: `${path.join('.')}: 코드 "${code}"이(가) 두 번 나옵니다.`,
    messageEn: `${path.join('.')}: the code "${code}" comes twice.`,
    expected: 'a code that is not used yet',
    got: code,
  })
