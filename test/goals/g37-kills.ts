import { setTimeout as sleep } from 'node:timers/promises'
import { scheduleWith } from '../../jobs/schedule.js'
import { openDeadlyWire, type DeadlyWire } from '../support/deadly-wire.js'
import { openEmergencyDesk } from '../support/emergency-desk.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { openLadderSite, type LadderSite } from '../support/ladder-site.js'
import type { RunGoal } from './goal.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import { startJobsProcess, type JobsProcess } from './jobs-process.js'
import { API_CASES } from './kills/api-cases.js'
import { DRILL_CASES } from './kills/drill-cases.js'
import type { DueAct, KillBench, KillCase } from './kills/kill-case.js'
import { MESSAGE_CASES } from './kills/message-cases.js'
import { PAGE_CASES } from './kills/page-cases.js'

const CASES: readonly KillCase[] = [...MESSAGE_CASES, ...PAGE_CASES, ...DRILL_CASES, ...API_CASES]
/** Each case has these hours for itself, again and again: what jobs do at certain hours they do once, before the first. */
const BEGAN = Date.parse('2026-12-01T09:00:00+09:00')
const HOURS = 3
const JOBS = scheduleWith(null).length
/** Longer than any lease. */
const LEASE_SECONDS = 31
const LIMIT_MS = 60_000

const instant = (seconds: number) => `${new Date(BEGAN + (seconds + 9 * 3600) * 1000).toISOString().slice(0, 19)}+09:00`

type Yard = { readonly site: LadderSite; readonly issuer: TestIssuer; readonly wire: DeadlyWire; api: HubProcess | null; runs: number }
type At = 'before' | 'after'
const BOTH: readonly At[] = ['before', 'after']

/**
 * API and jobs as operators run them, killed by SIGKILL in the middle of every act of an emergency but deliveries (G25 has those): right before a commit, and between a
 * commit and the word of it. Started again, nothing is lost and nothing is done twice; what was said to a mailbox and not noted is said again under the same reference.
 */
export const runG37: RunGoal = async ({ isQuick }) => {
  const [site, issuer] = await Promise.all([openLadderSite(), startTestIssuer()])
  const wire = await openDeadlyWire(site.database.url)
  const yard: Yard = { site, issuer, wire, api: null, runs: 0 }
  const faults: string[] = []
  try {
    // Before any case, so that everybody is registered at all of them.
    const desk = await openEmergencyDesk({ owner: site.database.owner, issuer, url: () => yard.api?.url ?? '', centers: [] })
    await prepare(yard)
    for (const [place, one] of CASES.entries())
      for (const at of isQuick ? BOTH.slice(place % 2, (place % 2) + 1) : BOTH) {
        const found = await killAndRestart(yard, await one.arrange(await openBench(yard, desk)), at)
        faults.push(...found.map(fault => `${one.name}, ${at} the commit: ${fault}`))
      }
  } finally {
    yard.api?.signal('SIGKILL')
    await wire.close()
    await issuer.close()
    await site.close()
  }
  return {
    id: 'G37',
    value: { kills: yard.runs, acts: CASES.length, faults: faults.length, first: faults[0] ?? null },
    bar: 'nothing lost, nothing done twice, nothing told twice but under the same reference',
    ok: faults.length === 0,
  }
}

/** Whom to tell, a library whose template asks for its all-clear, and everything done that jobs do at certain hours: a case is about what it is about. */
async function prepare(yard: Yard): Promise<void> {
  const { site } = yard
  for (const role of ['DUTY', 'MANAGER'] as const) await site.contact({ role, center: 'seoul' })
  await site.contact({ role: 'COORDINATOR' })
  for (const center of ['busan', null]) await site.contact({ role: 'APPROVER', center })
  await site.database.owner`
    insert into playbook_libraries (code, status, content_hash, loaded_at, document)
    select '2026.1-clear', status, ${'c'.repeat(64)}, loaded_at + interval '1 second',
      jsonb_set(jsonb_set(document, '{edition}', '"2026.1-clear"'), '{templates}', (
        select jsonb_agg(case t ->> 'code' when 'pb_typhoon' then t || '{"all_clear_on_expiry": true}' else t end)
        from jsonb_array_elements(document -> 'templates') t))
    from playbook_libraries where code = '2026.1'`
  await site.database.setClock(instant(HOURS * 3600))
  const jobs = startJobs(yard)
  const until = performance.now() + 2 * LIMIT_MS
  const left = () => site.database.owner`select from job_runs where outcome is distinct from 'done'`
  const done = async () => (await site.database.owner`select distinct job from job_runs where outcome = 'done'`).length
  while ((await done()) < JOBS || (await left()).length > 0) {
    if (performance.now() > until) throw new Error(`Jobs did not come to an end:\n${jobs.tail()}`)
    await sleep(200)
  }
  jobs.kill()
  await jobs.exited
}

/** The next hours; what the case before left is over. */
async function openBench(yard: Yard, desk: KillBench['desk']): Promise<KillBench> {
  const { site } = yard
  const run = (yard.runs += 1)
  const clock = (seconds: number) => site.database.setClock(instant(seconds))
  await clock(0)
  site.begin(instant(0))
  const { owner } = site.database
  await owner`update messages set state = 'EXPIRED', ended_at = hub_now() where state = 'CURRENT'`
  await owner`update timers set done_at = hub_now(), outcome = 'canceled' where done_at is null`
  await owner`update pages set dropped_at = hub_now(), dropped_why = 'canceled' where told_at is null and dropped_at is null`
  await owner`update ratifications set requested_at = requested_at - interval '2 days', ends_at = ends_at - interval '2 days'`
  await owner`update drills set state = 'ABORTED', cause = 'ABORTED', ended_at = hub_now(), ended_by = 'goal' where state in ('WAITING', 'RUNNING')`
  return { site, desk, instant, clock, name: word => `${word}-${run}` }
}

async function killAndRestart(yard: Yard, due: DueAct, at: At): Promise<string[]> {
  const faults: string[] = []
  const expect = async (when: string, expected: string) => {
    const found = await due.standing()
    if (found !== expected) faults.push(`${when}: ${found} instead of ${expected}`)
  }
  const died = await (isAsked(due) ? killApi(yard, due, at) : killJobs(yard, due, at))
  if (died !== null) return [died]
  await expect('killed', due.killed[at])
  const { owner } = yard.site.database
  await owner`update test_clock set instant = instant + make_interval(secs => ${LEASE_SECONDS})`
  const stop = await restart(yard, due, due.done[at])
  await expect('restarted', due.done[at])
  await due.again()
  await expect('once more', due.done[at])
  await stop()
  return faults
}

type AskedAct = DueAct & Required<Pick<DueAct, 'ask'>>
const isAsked = (due: DueAct): due is AskedAct => due.ask !== undefined

const startJobs = ({ wire, site }: Yard): JobsProcess =>
  startJobsProcess({ DATABASE_URL: wire.url, HUB120_SMTP_URL: site.mail.url, HUB120_MAIL_FROM: 'hub@council.example.kr' })

const tooLong = () => sleep(LIMIT_MS, 'too long' as const, { ref: false })

/** Null: they died there. */
async function killJobs(yard: Yard, { texts, nth = 1 }: DueAct, at: At): Promise<string | null> {
  const running: { jobs: JobsProcess | null } = { jobs: null }
  yard.wire.arm({ texts, nth, at }, () => running.jobs?.kill())
  const jobs = (running.jobs = startJobs(yard))
  const ended = await Promise.race([jobs.exited, tooLong()])
  jobs.kill()
  return ended === 'SIGKILL' ? null : `did not come there (${ended ?? 'ended by itself'})\n${jobs.tail()}`
}

async function killApi(yard: Yard, { texts, nth = 1, ask }: AskedAct, at: At): Promise<string | null> {
  const api = (yard.api = await startApi(yard))
  yard.wire.arm({ texts, nth, at }, () => api.signal('SIGKILL'))
  const gone = api.exited.then(() => true as const)
  const until = performance.now() + LIMIT_MS
  // A client asks again, also where it was refused for other reasons on a busy machine.
  while (performance.now() < until) {
    const isAnswered = await ask().then(
      () => true,
      () => false,
    )
    if (isAnswered) break
    if (await Promise.race([gone, sleep(1_000, false)])) return null
  }
  api.signal('SIGKILL')
  return `did not die\n${api.tail()}`
}

const startApi = ({ wire, issuer }: Yard): Promise<HubProcess> => startHubProcess({ databaseUrl: wire.url, issuer: issuer.url })

async function askUntilAnswered(ask: AskedAct['ask']): Promise<void> {
  const until = performance.now() + LIMIT_MS
  for (;;) {
    const fault = await ask().then(
      () => null,
      (error: unknown) => error,
    )
    if (fault === null) return
    if (performance.now() > until) throw fault
    await sleep(1_000)
  }
}

/** The program again, until everything is as it is to be; gives how to stop it. */
async function restart(yard: Yard, due: DueAct, wanted: string): Promise<() => Promise<void>> {
  if (isAsked(due)) {
    const api = (yard.api = await startApi(yard))
    await askUntilAnswered(due.ask)
    return async () => {
      api.signal('SIGKILL')
      await api.exited
    }
  }
  const jobs = startJobs(yard)
  const until = performance.now() + LIMIT_MS
  while ((await due.standing()) !== wanted && performance.now() < until) await sleep(100)
  if (performance.now() >= until) process.stderr.write(`${jobs.tail()}\n`)
  return async () => {
    jobs.kill()
    await jobs.exited
  }
}
