import { CountedTurns } from './counted-turns.js'
import { DoorRefusal } from './door-refusal.js'

/** Files that one center or client may have under way at the same time. */
const OF_ONE = 2
/** Files under way in this process: each holds the cells that its figures are made of until the last one is written. */
const OF_ALL = 6

/** How many files are being written in this process. */
export class ExportTurns extends CountedTurns {
  constructor() {
    super({ ofOne: OF_ONE, ofAll: OF_ALL, refusal: underWay })
  }
}

const underWay = () =>
  new DoorRefusal({
    status: 429,
    code: 'EXPORTS_UNDER_WAY',
    messageKo: '다른 내보내기가 진행 중입니다. 잠시 후 다시 보내 주십시오.',
    messageEn: 'Other exports are under way. Send this one again in a while.',
    headers: { 'retry-after': '5' },
  })
