import { randomUUID } from 'node:crypto'
import { requireEdition } from '../../db/queries/editions.js'
import { lockProposals } from '../../db/queries/evidence.js'
import { requireKoreanTime } from '../../db/queries/korean-time.js'
import { findLibrary } from '../../db/queries/playbook-libraries.js'
import { listStandingProposals } from '../../db/queries/proposals.js'
import {
  insertSurgeFindings,
  listKnownSurges,
  listSurgeCounts,
  type CenterCount,
  type SurgeFinding,
} from '../../db/queries/surge-findings.js'
import type { Tx } from '../../db/transaction.js'
import { openingDays } from '../../schema/domain/centers/is-open.js'
import { membershipOn } from '../../schema/domain/centers/membership-on.js'
import { comparableDays, findSurges } from '../../schema/domain/figures/find-surges.js'
import { surgePolicyOn } from '../../schema/domain/figures/surge-policy.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { addDays, type Day } from '../../schema/domain/period.js'
import {
  gatherSurges,
  isExpected,
  SURGE_SERIES,
  type CenterSurge,
  type GatheredSurges,
} from '../../schema/domain/playbooks/gather-surges.js'
import { settleSignals } from '../../schema/domain/playbooks/settle-signals.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'
import { PROPOSAL_WINDOW, readStandingActivations, toFolded } from './standing-proposals.js'
import { writeProposals } from './write-proposals.js'

const JOBS = { centerId: null, role: 'jobs' } as const
const TIME_LIMIT_MS = 60_000

/** Counts of one look, for the ledger. */
export type SurgeWatch = {
  readonly centers: number
  readonly found: number
  /** Belonging to an emergency that is under way. */
  readonly expected: number
  /** Told before, or dismissed within a day. */
  readonly known: number
  readonly proposals: number
}

type Place = { readonly tx: Tx; readonly standards: Standards; readonly today: Day }

/**
 * Looks at the newest day and hour of every full member (S29) for hazards and topics that many more people ask about than usual, and suggests playbooks to coordinators. It
 * settles all that was found in one transaction, so several centers of one hazard are one proposal. Nothing is sent. Safe at any moment and in any number.
 */
export async function watchSurges(
  hub: Pick<Hub, 'db'>,
  { actor, signal }: { readonly actor: string; readonly signal: AbortSignal },
): Promise<SurgeWatch> {
  const { centers, surges } = await hub.db.transaction(JOBS, search, { isReadOnly: true, timeoutMs: TIME_LIMIT_MS })
  signal.throwIfAborted()
  if (surges.length === 0) return { centers, found: 0, expected: 0, known: 0, proposals: 0 }
  const settled = await hub.db.transaction(JOBS, tx => settle(tx, surges, actor), { timeoutMs: TIME_LIMIT_MS })
  return { centers, found: surges.length, ...settled }
}

const readToday = async (tx: Tx): Promise<Pick<Place, 'standards' | 'today'>> => ({
  standards: await requireEdition(tx.sql),
  today: (await requireKoreanTime(tx)).slice(0, 10),
})

async function search(tx: Tx): Promise<{ readonly centers: number; readonly surges: readonly CenterSurge[] }> {
  const { standards, today } = await readToday(tx)
  const policy = surgePolicyOn(today)
  const members = [...standards.centers.values()].filter(({ code }) => membershipOn(standards.memberships, code, today)?.isTrial === false)
  if (policy === null || members.length === 0) return { centers: 0, surges: [] }
  const judged = Array.from({ length: policy.mostDaysOld + 1 }, (_, age) => addDays(today, -age))
  const openings = new Map(members.map(({ code, id }) => [id, openingDays(standards, code)]))
  const places = [...openings].flatMap(([centerId, openingOf]) =>
    Array.from(new Set(judged.flatMap(day => [day, ...comparableDays(day, policy, openingOf)])), day => ({ centerId, day })),
  )
  const counts: CenterCount[] = []
  for (const { measure, dimension } of SURGE_SERIES) {
    const measureId = standards.measureIds.get(measure)
    if (measureId !== undefined) counts.push(...(await listSurgeCounts(tx, { measureId, measure, dimension }, places)))
  }
  const surges = [...groupBy(counts, ({ centerId }) => centerId)].flatMap(([centerId, own]): CenterSurge[] => {
    const openingOf = openings.get(centerId)
    if (openingOf === undefined) return []
    return findSurges({ counts: own, today, policy, openingOf }).map(found => ({
      ...found,
      center: standards.centerCodes.get(centerId) ?? '',
    }))
  })
  return { centers: members.length, surges }
}

async function settle(tx: Tx, surges: readonly CenterSurge[], actor: string): Promise<Omit<SurgeWatch, 'centers' | 'found'>> {
  await lockProposals(tx)
  const { standards, today } = await readToday(tx)
  const library = await findLibrary(tx.sql, null)
  if (library === null) return { expected: 0, known: surges.length, proposals: 0 }
  const place: Place = { tx, standards, today }
  const news = await leaveKnownOut(place, surges)
  const activations = await readStandingActivations(tx, place)
  const told = news.filter(surge => !isExpected(surge, { activations }, library))
  const gathered = gatherSurges(told, library)
  const standing = (await listStandingProposals(tx, PROPOSAL_WINDOW)).map(one => toFolded(one, standards))
  const signals = gathered.map(({ signal }) => signal)
  const { settled, proposals } = settleSignals(
    signals,
    { proposals: standing, activations },
    { source: 'SURGE', newId: () => randomUUID() },
  )
  await writeProposals({ tx, actor, standards }, proposals)
  const kept = gathered
    .map((one, i) => (settled[i]?.settlement.act === 'NOTE' ? [] : toFindings(one, settled[i]?.proposalId ?? null, standards)))
    .flat()
  if (kept.length > 0) await insertSurgeFindings(tx, kept)
  return {
    expected: news.length - told.length,
    known: surges.length - news.length + (told.length - kept.length),
    proposals: proposals.filter(({ isNew, isChanged }) => isNew || isChanged).length,
  }
}

/** At most one that waits per center and figure, and nothing twice of one day or hour. */
async function leaveKnownOut({ tx, standards }: Place, surges: readonly CenterSurge[]): Promise<readonly CenterSurge[]> {
  const known = await listKnownSurges(
    tx,
    surges.reduce((oldest, { day }) => (day < oldest ? day : oldest), surges[0]?.day ?? ''),
  )
  const fresh = surges.filter(
    ({ center, series, item, day, hour }) =>
      !known.some(
        one =>
          one.centerId === standards.centerIds.get(center) &&
          one.measure === series &&
          one.item === item &&
          (one.isOpen || (one.day === day && one.hour === hour)),
      ),
  )
  // The whole day before its hour: they are of one figure.
  return fresh.filter(
    (one, i) => !fresh.slice(0, i).some(({ center, series, item }) => center === one.center && series === one.series && item === one.item),
  )
}

function toFindings({ surges }: GatheredSurges, proposalId: string | null, { centerIds }: Standards): readonly SurgeFinding[] {
  if (proposalId === null) return []
  return surges.flatMap(({ center, series, ...found }) => {
    const centerId = centerIds.get(center)
    const of = SURGE_SERIES.find(({ measure }) => measure === series)
    return centerId === undefined || of === undefined ? [] : [{ ...found, ...of, centerId, proposalId }]
  })
}
