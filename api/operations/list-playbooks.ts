import { findLibrary, type StoredLibrary } from '../../db/queries/playbook-libraries.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { hazardCodeOf } from '../../schema/domain/playbooks/hazard-words.js'
import { lintPlaybook } from '../../schema/domain/playbooks/lint-playbook.js'
import type { ExerciseScenario, Playbook, PlaybookLibrary, ProtectionPlaybook } from '../../schema/domain/playbooks/playbook.js'
import { lintContextOf } from '../../schema/domain/playbooks/validate-library.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

/** A template as it stands today, with what the lint says of it. */
export type ListedPlaybook = {
  readonly playbook: Playbook
  readonly library: PlaybookLibrary
  readonly isReviewPast: boolean
  readonly lint: readonly Issue[]
}

export type LibraryQuestion = { readonly first: number; readonly after: string | null }

/** Templates of the library that was loaded last, by code; only those for a hazard where one is named. Open to every role. */
export async function listPlaybooks(
  hub: Hub,
  { hazard: word, ...question }: LibraryQuestion & { readonly hazard: string | null },
): Promise<Outcome<Page<ListedPlaybook>>> {
  const { library, lint } = await readLibrary(hub)
  const { edition } = await hub.standards()
  const hazard = word === null ? null : hazardCodeOf(word, edition.codelists.get('hazard_type')?.items ?? new Map())
  const wanted = [...(library?.playbooks.values() ?? [])].filter(
    one => hazard === null || one.hazard_type === hazard || one.also.includes(hazard),
  )
  const page = pageOf(wanted, question)
  return page.ok ? accept({ ...page.value, nodes: page.value.nodes.map(lint) }) : page
}

/** Standing playbooks, by code. Open to every role. */
export async function listProtections(hub: Hub, question: LibraryQuestion): Promise<Outcome<Page<ProtectionPlaybook>>> {
  const { library } = await readLibrary(hub)
  return pageOf([...(library?.protections.values() ?? [])], question)
}

/** Exercise scenarios, by code. Open to every role. */
export async function listExercises(hub: Hub, question: LibraryQuestion): Promise<Outcome<Page<ExerciseScenario>>> {
  const { library } = await readLibrary(hub)
  return pageOf([...(library?.exercises.values() ?? [])], question)
}

/** Templates by code, in the order asked; null where there is none. */
export async function findPlaybooks(hub: Hub, codes: readonly string[]): Promise<readonly (ListedPlaybook | null)[]> {
  const { library, lint } = await readLibrary(hub)
  return codes.map(code => {
    const playbook = library?.playbooks.get(code)
    return playbook === undefined ? null : lint(playbook)
  })
}

async function readLibrary(
  hub: Hub,
): Promise<{ readonly library: StoredLibrary | null; readonly lint: (playbook: Playbook) => ListedPlaybook }> {
  const { edition } = await hub.standards()
  const library = await hub.db.query(sql => findLibrary(sql, null))
  const lint = (playbook: Playbook): ListedPlaybook => {
    if (library === null) throw new Error('A template was listed without a library.')
    const issues = lintPlaybook(playbook, lintContextOf(library, edition, library.today))
    return { playbook, library, isReviewPast: playbook.review_by < library.today, lint: issues }
  }
  return { library, lint }
}

const isPlace = (place: unknown): place is readonly [string] => Array.isArray(place) && place.length === 1 && typeof place[0] === 'string'

function pageOf<T extends { readonly code: string }>(entries: readonly T[], { first, after }: LibraryQuestion): Outcome<Page<T>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const [last = ''] = place.value ?? []
  const sorted = entries.toSorted((a, b) => (a.code < b.code ? -1 : 1)).filter(({ code }) => code > last)
  return accept(toPage(sorted, size.value, ({ code }) => [code]))
}
