import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { standardPack } from '../support/standard-pack.js'
import { readLabelledWords } from './labelled-word.js'
import { barsOf, calibrate, measure } from './measure-proposals.js'

/** The set was written by somebody who has not read the lexicon (test/terms/README.md). */
const LABELLED = fileURLToPath(new URL('../terms/labelled-words.csv', import.meta.url))

it('of 618 labelled words none is accepted wrongly, and the right standard is among the first three of 95 in a hundred', async () => {
  const matcher = buildMatcher(await standardPack(), await readCouncilLexicon())
  const judged = (await readLabelledWords(LABELLED)).map(labelled => ({ labelled, proposal: proposeMapping(matcher, labelled.word) }))
  expect(barsOf(measure(judged)).filter(({ ok }) => !ok)).toEqual([])
  expect(calibrate(judged).ece).toBeLessThanOrEqual(0.05)
})
