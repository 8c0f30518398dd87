import { fireDueTimers } from '../../../jobs/playbooks/fire-due-timers.js'
import { alike, type DueAct, type KillBench, type KillCase } from './kill-case.js'
import { sentAlone } from './message-cases.js'

type Attempts = readonly [told: number, attempts: number, mails: number, references: number]

const saying = (fired: number, pages: number, [told, attempts, mails, references]: Attempts): string =>
  `${fired} fired, ${pages} pages, ${told} told in ${attempts} attempts by ${mails} mails under ${references} references`

/** Pages of a kind about a message, the timers that wrote them, and the mails that came of them. */
async function standingOf(
  { site }: KillBench,
  { message, kind, round }: { message: string; kind: string; round: number },
): Promise<string> {
  const { owner } = site.database
  const rows = await owner<{ id: number; told: boolean; attempts: number }[]>`
    select p.id, p.told_at is not null as told, (select count(*)::int from page_attempts a where a.page_id = p.id) as attempts
    from pages p where p.message_id = ${message} and p.kind = ${kind} and (p.detail ->> 'round')::int = ${round}`
  const timer = kind === 'RATIFICATION' ? 'RATIFICATION_PAGE' : kind
  const [timers] = await owner<{ fired: number }[]>`
    select count(*)::int as fired from timers where message_id = ${message} and outcome = 'fired' and round = ${round} and kind = ${timer}`
  const own = new Set(rows.map(({ id }) => `page-${id}`))
  const mails = site.mail.mails.map(({ id }) => id.replaceAll(/^<|@.*$/g, '')).filter(id => own.has(id))
  const attempts = rows.reduce((sum, row) => sum + row.attempts, 0)
  return saying(timers?.fired ?? 0, rows.length, [rows.filter(({ told }) => told).length, attempts, mails.length, new Set(mails).size])
}

/** An alert that came to Seoul and that nobody acknowledges: half of its time is over. */
async function unanswered(bench: KillBench): Promise<string> {
  const { site, instant, clock } = bench
  await clock(0)
  const { message } = await site.alert({}, { expiresAt: instant(5 * 3600) })
  for (const seconds of [0, 1]) await site.at(seconds)
  await clock(300)
  return message.id
}

/** The duty desk's page, made and not told. */
async function pageDue(bench: KillBench): Promise<Pick<DueAct, 'standing' | 'again'>> {
  const message = await unanswered(bench)
  await fireDueTimers(bench.site.hub)
  return { standing: () => standingOf(bench, { message, kind: 'LADDER_DUTY', round: 0 }), again: () => bench.site.at(340) }
}

export const PAGE_CASES: readonly KillCase[] = [
  {
    name: 'climb the ladder',
    async arrange(bench) {
      const message = await unanswered(bench)
      return {
        texts: ['insert into pages', 'LADDER_DUTY'],
        standing: () => standingOf(bench, { message, kind: 'LADDER_DUTY', round: 0 }),
        killed: { before: saying(0, 0, [0, 0, 0, 0]), after: saying(1, 1, [0, 0, 0, 0]) },
        done: alike(saying(1, 1, [1, 1, 1, 1])),
        again: () => bench.site.at(340),
      }
    },
  },
  {
    name: 'claim a page',
    arrange: async bench => ({
      ...(await pageDue(bench)),
      texts: ['insert into page_attempts'],
      killed: { before: saying(1, 1, [0, 0, 0, 0]), after: saying(1, 1, [0, 1, 0, 0]) },
      done: { before: saying(1, 1, [1, 1, 1, 1]), after: saying(1, 1, [1, 2, 1, 1]) },
    }),
  },
  {
    name: 'note that a page was told',
    arrange: async bench => ({
      ...(await pageDue(bench)),
      texts: ['told_at = case when'],
      killed: { before: saying(1, 1, [0, 1, 1, 1]), after: saying(1, 1, [1, 1, 1, 1]) },
      // Told and not noted: it is told again, under the same reference (docs/decisions/0037).
      done: { before: saying(1, 1, [1, 2, 2, 1]), after: saying(1, 1, [1, 1, 1, 1]) },
    }),
  },
  {
    name: 'call approvers of two agencies again',
    async arrange(bench) {
      const { site, clock } = bench
      await clock(0)
      const { id: message } = await sentAlone(bench)
      for (const seconds of [0, 1]) await site.at(seconds)
      await clock(600)
      return {
        texts: ['insert into pages', 'RATIFICATION', 'ratification.asked'],
        standing: () => standingOf(bench, { message, kind: 'RATIFICATION', round: 1 }),
        killed: { before: saying(0, 0, [0, 0, 0, 0]), after: saying(1, 2, [0, 0, 0, 0]) },
        done: alike(saying(1, 2, [2, 2, 2, 2])),
        again: () => site.at(640),
      }
    },
  },
]
