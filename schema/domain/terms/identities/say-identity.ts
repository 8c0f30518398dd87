import type { Tally } from './hold-identity.js'
import type { Identity } from './identity.js'

/** Why an identity speaks for a meaning, against it, or for nothing. */
export type Why = 'holds' | 'fails' | 'otherUnit' | 'nobodySure' | 'symmetric' | 'levelsOnly' | 'rival' | 'mixed'

type Said = {
  readonly identity: Identity
  readonly tally: Tally
  readonly why: Why
  readonly unit: { readonly nameKo: string; readonly nameEn: string } | null
  /** Addends that the center does not send. */
  readonly missing: number
}

const SENTENCES: Readonly<Record<Why, readonly [ko: string, en: string]>> = {
  holds: ['센터의 다른 값과 밤마다 맞습니다', "It agrees with the center's own figures night by night"],
  fails: ['센터의 다른 값과 맞지 않습니다', "It disagrees with the center's own figures"],
  otherUnit: ['센터의 다른 값과 이 단위로는 맞지 않습니다', "It disagrees with the center's own figures in this unit"],
  nobodySure: [
    '관계식은 성립하지만 함께 쓰인 말도 아직 정해지지 않아 증거가 되지 않습니다',
    'An identity holds, but only with words that are not settled either, so it proves nothing',
  ],
  symmetric: [
    '관계식은 성립하지만 다른 말과 자리를 바꾸어도 성립하여 증거가 되지 않습니다',
    'An identity holds, and would as well with another word in its place, so it proves nothing',
  ],
  levelsOnly: [
    '관계식은 성립하지만 밤을 바꾸어도 성립하여 증거가 되지 않습니다',
    'An identity holds, and would as well with other nights, so it proves nothing',
  ],
  rival: [
    '관계식은 성립하지만 다른 후보로도 성립하여 증거가 되지 않습니다',
    'An identity holds, and another one does for another candidate, so it proves nothing',
  ],
  mixed: [
    '한 관계식은 성립하고 다른 관계식은 성립하지 않아 증거가 되지 않습니다',
    'One identity holds and another fails, so they prove nothing',
  ],
}

const percent = (share: number): string => (100 * Math.min(share, 9.999)).toFixed(1)

/** What is found, with the identity in words, its nights and how far they are off; Korean and English. */
export const sayFinding = ({ identity, tally, why, unit, missing }: Said): readonly [ko: string, en: string] => {
  const [ko, en] = SENTENCES[why]
  const isEqual = identity.comparison === '='
  const offKo = isEqual
    ? `차이 중앙값 ${percent(tally.median)}%, 최대 ${percent(tally.largest)}%`
    : `넘는 정도 중앙값 ${percent(tally.median)}%`
  const offEn = isEqual
    ? `off by ${percent(tally.median)} % in the median, ${percent(tally.largest)} % at most`
    : `above by ${percent(tally.median)} % in the median`
  const partKo = missing === 0 ? '' : ', 보내지 않은 항은 0으로 봄'
  const partEn = missing === 0 ? '' : ', what is not sent taken for 0'
  const unitKo = unit === null ? '' : ` ${unit.nameKo} 단위라면 맞습니다.`
  const unitEn = unit === null ? '' : ` In ${unit.nameEn} it would agree.`
  return [
    `${ko}: ${identity.textKo} (${tally.nights}일, ${offKo}${partKo}).${unitKo}`,
    `${en}: ${identity.textEn} (${tally.nights} nights, ${offEn}${partEn}).${unitEn}`,
  ]
}
