import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHub, type Hub } from '../../api/hub.js'
import { draftIndicatorVersion } from '../../api/operations/draft-indicator-version.js'
import { listIndicators } from '../../api/operations/list-definitions.js'
import { publishDrafts } from '../../api/operations/publish-drafts.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import { connect, type Database } from '../../db/connect.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { refusalOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

let center: CenterHub
let otherDb: Database
let other: Hub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-21T10:00:00+09:00')
  otherDb = connect({ url: center.database.url, max: 3 })
  other = createHub({ db: otherDb, log: pino({ level: 'silent' }), settings: center.hub.settings })
})
afterAll(async () => {
  await otherDb.close()
  await center.close()
})

const questionOf = (version: string): FigureQuestion => ({
  indicators: ['service_level'],
  measures: [],
  centers: ['seoul'],
  regions: [],
  from: '2026-11-19',
  to: '2026-11-19',
  by: null,
  isByCenter: true,
  dimensions: [],
  filters: [],
  changes: [],
  combine: 'PARTS',
  percentiles: [],
  definition: { version, variant: null },
  asOf: null,
  withPredecessors: false,
  isPreview: false,
})

const publish = async (version: string, effectiveFrom: string): Promise<void> => {
  const admin = await center.caller(null, 'hub:admin')
  const said = { whyKo: '협의체 의결', whyEn: 'Decided.', reason: '의결', draft: null, revision: null, variants: [], create: null }
  const formula = '100 * calls_answered_within_30s / calls_offered'
  const draft = valueOf(
    await draftIndicatorVersion(center.hub, admin, { indicator: 'service_level', version, formula, effectiveFrom, ...said }),
  )
  valueOf(await publishDrafts(center.hub, admin, { drafts: [draft.id], editionCode: null, acknowledgeRetroactive: false, reason: '의결' }))
}

describe('a version that was published a moment ago', () => {
  it('is known at once to the process that published it, and to others when they are asked for it', async () => {
    const analyst = await center.caller(null, 'stats:read')
    for (const [version, day] of [
      ['v3', '2027-01-01'],
      ['v4', '2027-02-01'],
    ] as const) {
      await Promise.all([center.hub, other].map(hub => hub.standards()))
      await publish(version, day)
      for (const hub of [center.hub, other]) expect(refusalOf(await queryFigures(hub, analyst, questionOf(version)))).toEqual([])
    }
    expect((await center.hub.standards()).edition.indicators.get('service_level')?.versions.at(-1)?.version).toBe('v4')
    expect(refusalOf(await queryFigures(other, analyst, questionOf('v9')))).toEqual(['VERSION_UNKNOWN'])
    expect(refusalOf(await listIndicators(other, ['no_such']))).toEqual(['INDICATOR_UNKNOWN'])
  })

  it('is read once more and no further where nothing was published', async () => {
    const analyst = await center.caller(null, 'stats:read')
    let reads = 0
    const counted: Hub = {
      ...other,
      freshStandards: () => {
        reads++
        return other.freshStandards()
      },
    }
    expect(refusalOf(await queryFigures(counted, analyst, questionOf('v9')))).toEqual(['VERSION_UNKNOWN'])
    expect(refusalOf(await queryFigures(counted, analyst, questionOf('v4')))).toEqual([])
    expect(reads).toBe(1)
  })
})
