import type { RunGoal } from './goal.js'
import { startHubProcess } from './hub-process.js'
import { startHubSite } from './hub-site.js'
import { push, pushText, seriesOf, type Pushed } from './push.js'

const DUPLICATES = 50
const CENTERS = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju']

type Tally = { effects: number; mixed: number; unanswered: number; reused: number }

/** G07: 50 duplicates at once of each of 200 keys, over HTTP, half of them to each of two replicas. */
export const runG07: RunGoal = async ({ isQuick }) => {
  const keys = isQuick ? 20 : 200
  const site = await startHubSite()
  const replicas = await Promise.all([1, 2].map(() => startHubProcess({ databaseUrl: site.server.url, issuer: site.issuer.url })))
  try {
    const tally: Tally = { effects: 0, mixed: 0, unanswered: 0, reused: 0 }
    for (let n = 0; n < keys; n++) {
      const center = CENTERS[n % CENTERS.length] ?? ''
      const token = await site.token(`${center}-client`)
      const inputOf = (offset: number) =>
        pushText({ idempotencyKey: `g07-${n}`, series: [seriesOf({ measure: 'contacts_handled', last: '2026-10-31', count: 5, offset })] })
      const answers = await Promise.all(
        Array.from({ length: DUPLICATES }, (_, index) => push(replicas[index % 2]?.url ?? '', token, inputOf(n))),
      )
      judge(answers, tally)
      const other = await push(replicas[n % 2]?.url ?? '', token, inputOf(n + 1))
      if (other?.body.data?.submitStatistics?.issues?.[0]?.code === 'IDEMPOTENCY_KEY_REUSED') tally.reused += 1
    }
    const [stored] = await site.owner<{ submissions: number; entries: number }[]>`
      select count(*)::int as submissions, (select count(*)::int from audit_entries where action = 'submission.accepted') as entries
      from submissions where idempotency_key like 'g07-%'`
    const { effects, mixed, unanswered, reused } = tally
    return {
      id: 'G07',
      value:
        `${effects} effects and ${stored?.submissions} submissions of ${keys} keys × ${DUPLICATES}, ${mixed} keys with different receipts, ` +
        `${unanswered} unanswered, ${reused} other contents refused`,
      bar: `1 effect each (${keys}), 0 different receipts, 0 unanswered, ${keys} IDEMPOTENCY_KEY_REUSED`,
      ok: effects === keys && stored?.submissions === keys && mixed === 0 && unanswered === 0 && reused === keys && stored.entries === keys,
    }
  } finally {
    await Promise.all(replicas.map(replica => replica.stop()))
    await site.close()
  }
}

function judge(answers: readonly Pushed[], tally: Tally): void {
  const receipts = answers.map(answer => answer?.body.data?.submitStatistics ?? null)
  tally.unanswered += receipts.filter(receipt => receipt?.__typename !== 'SubmissionReceipt').length
  tally.effects += receipts.filter(receipt => receipt?.replayed === false).length
  if (new Set(receipts.map(receipt => `${receipt?.id} ${JSON.stringify(receipt?.counts)}`)).size !== 1) tally.mixed += 1
}
