import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { loadEdition } from '../../db/edition/load-edition.js'
import { answer } from '../oracle/answer.js'
import { ask } from '../oracle/ask.js'
import { differencesOf, type Difference } from '../oracle/compare.js'
import { drawQuestion } from '../oracle/draw-question.js'
import { History } from '../oracle/history.js'
import { Standings } from '../oracle/ledger.js'
import type { Question } from '../oracle/question.js'
import { Random } from '../oracle/random.js'
import { CENTERS, randomRegistry } from '../oracle/registry.js'
import type { Knowledge } from '../oracle/support.js'
import { World } from '../oracle/world.js'
import { writeEdition } from '../oracle/write-edition.js'
import { valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

/** `npm run oracle` asks 2,000; a seed that was printed with a difference repeats its world and its questions. */
const SEEDS = (process.env['HUB120_ORACLE_SEEDS'] ?? '1').split(',').map(Number)
const QUESTIONS = Number(process.env['HUB120_ORACLE_QUESTIONS'] ?? 250)

const ASKED_AT = '2026-04-02T22:00:00+09:00'
const A_DOCUMENT = 4
const MOST_EARLIER = 8

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A hub of its own, and a random council whose rows came in there by the usual door. */
async function openWorld(random: Random): Promise<{ hub: HubServer; history: History; world: World }> {
  const world = new World(random, randomRegistry(random))
  const database = await cloneDatabase()
  closing.push(() => database.drop())
  await publish(database, world)
  const hub = await startHubServer({ database })
  closing.push(() => hub.close())
  const history = new History(hub, world)
  await history.run()
  await database.setClock(ASKED_AT)
  return { hub, history, world }
}

async function publish(database: TestDatabase, { registry }: World): Promise<void> {
  await database.setClock('2026-04-02T00:00:00+09:00')
  const folder = await mkdtemp(join(tmpdir(), 'hub120-oracle-'))
  await writeEdition(folder, registry)
  valueOf(await loadEdition(database.owner, folder))
  await rm(folder, { recursive: true })
}

/** What the oracle knows at each instant that is asked about; null is now. */
const knowledgeAt = ({ entries: sent, baselines }: History, { registry }: World): ((asOf: string | null) => Knowledge) => {
  const known = new Map<string | null, Knowledge>()
  const entries = [...sent, ...baselines.entries]
  return asOf => {
    const standings = known.get(asOf)?.standings ?? new Standings(entries.filter(({ at }) => asOf === null || at <= asOf))
    const knowledge = known.get(asOf) ?? { standings, registry, today: ASKED_AT.slice(0, 10) }
    known.set(asOf, knowledge)
    return knowledge
  }
}

async function differencesIn(seed: number): Promise<readonly Difference[]> {
  const random = new Random(seed)
  const { hub, history, world } = await openWorld(random)
  const knowledge = knowledgeAt(history, world)
  const instants = random.shuffle(history.instants).slice(0, MOST_EARLIER)
  const questions = Array.from({ length: QUESTIONS }, () => drawQuestion(random, instants))
  const found: Difference[] = []
  for (const reader of ['analyst', ...CENTERS]) {
    const own = questions.filter(question => question.reader === reader)
    const token = await hub.token(reader === 'analyst' ? reader : `${reader}-client`)
    for (let at = 0; at < own.length; at += A_DOCUMENT) {
      const some: readonly Question[] = own.slice(at, at + A_DOCUMENT)
      const answers = await ask(hub, some, token)
      answers.forEach((got, index) => {
        const question = some[index]
        if (question !== undefined) found.push(...differencesOf(question, answer(knowledge(question.asOf), question, CENTERS), got))
      })
    }
  }
  return found
}

const MOST_SHOWN = 10

describe('an oracle that knows the rules and not the queries', () => {
  it.each(SEEDS)(
    `S3, S10, S17-S25, S29-S32: agrees with every figure of ${QUESTIONS} random questions over a random council (seed %i)`,
    async seed => {
      const found = await differencesIn(seed)
      const shown = found.slice(0, MOST_SHOWN).map(difference => JSON.stringify(difference))
      expect(shown, `${found.length} differences under seed ${seed}`).toEqual([])
    },
    600_000,
  )
})
