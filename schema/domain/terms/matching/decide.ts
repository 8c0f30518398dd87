import type { Abstention, MappingMemory, Tier } from '../proposal.js'
import { labelKey } from './clean-label.js'
import { isStatisticOpen } from './doubt-statistic.js'
import type { WordEvidence, Evaluated } from './evaluate-candidate.js'
import { isItem, type Concept } from './concept.js'
import { isItemBorneOut, namesPart } from './bear-out-item.js'
import { borneOut, narrowing } from './explain-label.js'
import { toNumber } from './judge-values.js'
import { vendorWords } from './vendor-words.js'
import { abstention } from './say.js'

/** A candidate with the probability that is its own among its rivals. */
export type Ranked = Evaluated & { readonly score: number }

export type Decision = {
  readonly decision: 'accept' | 'review' | 'none'
  readonly tier: Tier | null
  readonly abstentions: readonly Abstention[]
}

/** What a decision is made of. `narrowed` is the one meaning of an ambiguous word that its values leave. */
export type Question = {
  readonly evidence: WordEvidence
  readonly ranked: readonly Ranked[]
  readonly memory: MappingMemory
  readonly rule: readonly [ko: string, en: string] | null
  readonly narrowed: string | null
  /** What the label says is said of too many things. */
  readonly isContested: boolean
}

const MARGIN = 0.1
/** Below this probability the best candidate is no candidate. */
const FLOOR = 0.08

const SAY = {
  VAGUE: ['무엇을 세는지 말하지 않습니다.', 'It does not say what is counted.'],
  TOTAL_ROW: ['소계나 합계 행은 매핑하지 않습니다.', 'Total rows are not mapped.'],
  RESIDUAL: ['모르는 말이 남아 있습니다.', 'A part of it is not known.'],
  UNSURE: ['여러 뜻으로 쓰이는 말이 들어 있습니다.', 'It holds a word that is used in several senses.'],
  NOT_EQUAL: ['뜻이 모두 같은 표준이 없습니다.', 'No standard says exactly the same.'],
  COMPOSITE: ['채널·주제·유형과 측정값이 합쳐진 말입니다.', 'It joins a channel, topic or type with a measure.'],
  RIVALS: ['다른 후보와 차이가 작습니다.', 'Another candidate is too near.'],
  UNIT_MISSING: ['단위가 없어 값을 정할 수 없습니다.', 'Without a unit the value is open.'],
  STATISTIC_OPEN: [
    '합계인지 평균인지 말하지 않고, 값으로도 정해지지 않습니다.',
    'It does not say whether the time is a sum or a mean, and the values do not tell.',
  ],
  UNIT_UNKNOWN: ['모르는 단위입니다.', 'The unit is not known.'],
  UNIT_UNLISTED: ['표준 단위 목록에 없는 단위입니다.', 'The edition does not list this unit.'],
  UNIT_TWICE: ['이름에 적힌 단위와 단위 칸이 다릅니다.', 'The label names another unit than its column.'],
  UNIT_CONFLICT: ['단위의 종류가 이름과 맞지 않습니다.', 'The unit is of another kind than the label says.'],
  VALUES_CONFLICT: ['값이 이름과 맞지 않습니다.', 'The values do not fit the label.'],
  UNIT_DOUBTED: [
    '값이 다른 단위로도 이 규모의 센터에 맞습니다(60배, 100배 등).',
    'The values would fit a center of that size in another unit, too (60 or 100 times as much or as little).',
  ],
  IDENTITY_CONFLICT: [
    '센터의 다른 값과 맞아야 하는 관계식이 성립하지 않습니다.',
    "An identity of the edition fails between it and the center's own figures.",
  ],
  EXCHANGED: [
    '아직 정해지지 않은 다른 말과 값이 서로 바뀌었을 수 있습니다.',
    'Its values may have changed places with those of another word that is not settled either.',
  ],
  VALUES_SILENT: ['값이 모두 0이라 확인할 수 없습니다.', 'All values are 0 and confirm nothing.'],
  DATED: ['일부 기간에만 쓰이는 항목이라 날짜를 정해야 합니다.', 'The item serves a part of the time only; a person sets the days.'],
  OTHER_PLACE: ['다른 시·도에도 있는 이름입니다.', 'It is, or also is, the name of another place than the center serves.'],
  OTHER_KIND: ['센터가 밝힌 종류와 다릅니다.', 'It is not of the kind that the center states.'],
  NOT_EXACT: ['표준과 정의가 조금 다른 변형입니다.', 'It is a variant whose definition differs from the standard.'],
  UNNAMED: ['이 이름으로 정해진 적이 없는 표준입니다.', 'The edition names no such label for it.'],
  VENDOR: [
    '표준이 이 항목에 쓰지 않는 영어 낱말이 있어 제조사마다 뜻이 다를 수 있습니다.',
    'It holds English words that the edition does not use for it; vendors mean different things by them.',
  ],
  NARROWER: ['표준 항목이 아우르는 여럿 가운데 하나만 말합니다.', 'It says one of several things that the item puts together.'],
  UNEXPLAINED: [
    '표준의 이름이나 정의에 없는 말이라 용어집 한 줄만으로는 정하지 않습니다.',
    'A part of it stands in no name or definition of the standard; one row of the lexicon does not decide.',
  ],
  NARROWED: [
    '표준의 이름에 없는 채널, 대상 또는 과정의 일부로 한정합니다.',
    'It is narrowed to a channel, an audience or a part of the process that no name of the standard has.',
  ],
  MISSPELT: [
    '한 글쇠가 잘못 눌린 말로 보입니다. 무엇을 쓰려 했는지는 사람이 정합니다.',
    'One key seems to be wrong; a person says what was meant.',
  ],
  COMPOSED: [
    '뜻이 모두 같은 이름이 표준에 없고 용어집 한 줄만 그렇다고 합니다.',
    'No label of the standard says the same; one row of the lexicon does.',
  ],
  RESPELT: [
    '표준이 쓰는 말과 소리만 같고 철자가 다릅니다.',
    'It only sounds like a word of the standard and is spelled otherwise; sounds propose and do not decide.',
  ],
  REPEATED: ['같은 말이 세 번 이상 되풀이됩니다.', 'The same word stands in it three times or more.'],
  HIDDEN_SIGNS: ['눈에 보이지 않는 글자가 섞여 있습니다.', 'It holds signs that nobody sees.'],
  THRESHOLD_OPEN: [
    '표준은 초를 기준으로 세는데 이름에 기준 초가 없습니다.',
    'The standard counts by a bound in seconds, and the label does not state it.',
  ],
  UNWITNESSED: [
    '표준에 없는 이름인데 단위 칸도 값도 없어 이름 말고는 확인할 것이 없습니다.',
    'It is no label of the edition, and nothing beside it says what it is: no unit in its column and no values.',
  ],
  SHORT: ['몇 글자뿐인 줄임말이라 이레 이상의 값이 맞아야 합니다.', 'A few letters need seven nights of values that fit.'],
  BARE: ['수인지 비율인지 시간인지 말하지 않습니다.', 'It does not say whether it is a count, a share or a time.'],
  HUB_MADE: ['허브가 계산하는 값이라 제출하지 않습니다.', 'The hub makes this figure; centers do not submit it.'],
  CO_LABEL: ['이 센터의 다른 말이 이미 같은 것을 뜻합니다.', 'Another word of this center already means the same.'],
  REJECTED: ['같은 근거로 이미 거절된 후보입니다.', 'It was refused before on the same evidence.'],
} as const satisfies Record<string, readonly [string, string]>

type Reason = keyof typeof SAY

/** A clock or a percent sign in the values is as good as a unit for the standard's own name only, under which nothing is left to decide. */
const isUnitWritten = ({ evidence: { unit, reading } }: Question, { concept }: Ranked): boolean =>
  unit.kind !== 'named' ||
  unit.isWritten ||
  [concept.nameKo, concept.nameEn].some(name => reading.keys.includes(labelKey(name.toLowerCase())))

/** A sum of scores of which no night comes to more than one score may be is a mean, or was left on another scale. */
const HIGHEST_SCORE = 100
const isSumOfOne = ({ evidence: { values } }: Question, { concept, factor }: Ranked): boolean =>
  concept.family === 'measure' && concept.dimension === 'points' && values !== null && values.highest * toNumber(factor) <= HIGHEST_SCORE

const isSubjectFitting = (question: Question, best: Ranked): readonly Reason[] => {
  const { evidence, memory } = question
  const reasons: Reason[] = []
  if (!best.likeness.isExact && !evidence.hasWitness) reasons.push('UNWITNESSED')
  // A unit that only the label or the values suggest is for a person to confirm: the hard gate asks for one that is written (terminology.md §2.9).
  if (best.unit === 'missing' || best.unit === 'implied' || !isUnitWritten(question, best)) reasons.push('UNIT_MISSING')
  if (best.unit === 'unknown') reasons.push('UNIT_UNKNOWN')
  if (evidence.unit.kind === 'named' && !evidence.unit.unit.isListed) reasons.push('UNIT_UNLISTED')
  if (evidence.unit.kind === 'named' && evidence.unit.isDisputed) reasons.push('UNIT_TWICE')
  if (best.unit === 'contradicts') reasons.push('UNIT_CONFLICT')
  if (isStatisticOpen(evidence, best)) reasons.push('STATISTIC_OPEN')
  if (best.values.kind === 'implausible' || isSumOfOne(question, best)) reasons.push('VALUES_CONFLICT')
  if (best.mayBeOtherUnit && best.values.kind !== 'implausible') reasons.push('UNIT_DOUBTED')
  if (best.identity === 'contradicts') reasons.push('IDENTITY_CONFLICT')
  if (best.identity === 'exchange') reasons.push('EXCHANGED')
  if (best.values.kind === 'silent') reasons.push('VALUES_SILENT')
  if (evidence.kind.kind === 'indicator' && best.concept.family === 'measure') reasons.push('OTHER_KIND')
  if (best.concept.ref.includes('#')) reasons.push('NOT_EXACT')
  if (best.concept.isHubMade) reasons.push('HUB_MADE')
  if (memory.coLabels.some(({ ref }) => ref === best.concept.ref)) reasons.push('CO_LABEL')
  return reasons
}

/** Districts by the points of the compass, and one besides: several cities have them, also such as the edition does not list. */
const SHARED_NAMES = new Set(['중구', '동구', '서구', '남구', '북구', '강서구'])

/** 시간(h): the name of a unit with its sign behind it. */
const isSameUnit = (unit: WordEvidence['unit'], { ref }: Concept): boolean =>
  unit.kind === 'named' && unit.unit.unit !== null && ref === `codelist:unit.${unit.unit.unit}`

/** Where the center does not say that it names an item, only a label of the edition itself is enough. */
const isItemFitting = (
  { evidence: { reading, unit, values, kind, place } }: Question,
  { likeness, concept }: Ranked,
): readonly Reason[] => [
  ...(concept.ref.endsWith('.all') ? (['TOTAL_ROW'] as const) : []),
  ...(concept.isDated ? (['DATED'] as const) : []),
  ...(concept.region !== null && (concept.region !== place || SHARED_NAMES.has(concept.nameKo)) ? (['OTHER_PLACE'] as const) : []),
  ...((unit.kind !== 'none' && !isSameUnit(unit, concept)) || values !== null || reading.countsThings || reading.countsCalls
    ? (['OTHER_KIND'] as const)
    : []),
  ...(kind.kind === 'any' && !likeness.isExact ? (['NOT_EQUAL'] as const) : []),
]

/** What of the label the edition does not say of the candidate; its own labels are what it says. */
const explanationOf = ({ evidence: { reading } }: Question, { concept, likeness }: Ranked): readonly Reason[] => {
  if (likeness.isExact) return []
  if (isItem(concept)) {
    if (namesPart(reading.keys, reading.said, concept)) return ['NARROWER']
    return isItemBorneOut(reading.said, concept) ? [] : ['UNEXPLAINED']
  }
  const borne = borneOut(reading.said, concept.text)
  return [
    ...(likeness.isEqual && !likeness.isOwn ? (['COMPOSED'] as const) : []),
    ...(borne === 'not' ? (['UNEXPLAINED'] as const) : []),
    ...(borne === 'heard' ? (['RESPELT'] as const) : []),
    ...(narrowing(reading.said, concept.text).length > 0 ? (['NARROWED'] as const) : []),
    ...(concept.isBounded && !/\d/.test(reading.keys.join()) ? (['THRESHOLD_OPEN'] as const) : []),
  ]
}

/** Why the best candidate may not be accepted; nothing where it may. */
const doubtsOf = (question: Question, best: Ranked): readonly Reason[] => {
  const { reading } = question.evidence
  const { isExact, isEqual, sameObject } = best.likeness
  const reasons: Reason[] = []
  if (!isExact && reading.residual.length > 0) reasons.push('RESIDUAL')
  if (!isExact && !isEqual)
    reasons.push(reading.tokens.some(token => token.includes('.')) && !isItem(best.concept) ? 'COMPOSITE' : 'NOT_EQUAL')
  if (!isExact && (!reading.isSure || (question.isContested && !isItem(best.concept)))) reasons.push('UNSURE')
  if (reading.keyboard === 'latin' && !reading.isSure) reasons.push('UNSURE')
  if (!isExact && isEqual && !sameObject && reading.countsCalls && countsOthers(best.concept)) reasons.push('NOT_EQUAL')
  if (!isExact && isEqual && hasEqualRival(question, best, sameObject)) reasons.push('RIVALS')
  if (!isExact && isEqual && !sameObject && reading.countsPersons !== (best.concept.dimension === 'persons')) reasons.push('NOT_EQUAL')
  if (!isExact && !isItem(best.concept) && isBare(reading) && !isCountedByUnit(question, best)) reasons.push('BARE')
  if (!isExact && best.concept.words !== null && vendorWords(reading.words, best.concept.words).length > 0) reasons.push('VENDOR')
  if (!isItem(best.concept) && reading.tokens.includes('AVG') && (reading.soft.includes('TOT') || reading.tokens.includes('SUM')))
    reasons.push('UNSURE')
  if (!isItem(best.concept) && isAbbreviation(reading) && !(best.values.kind === 'plausible' && best.values.isEnough)) reasons.push('SHORT')
  if (reading.isMended) reasons.push('MISSPELT')
  if (reading.isHeard && !isExact) reasons.push('RESPELT')
  if (reading.words.includes('short') && !/\d/.test(reading.keys.join())) reasons.push('UNSURE')
  if (reading.hidesSigns) reasons.push('HIDDEN_SIGNS')
  if (!isExact && isSaidOverAndOver(reading)) reasons.push('REPEATED')
  reasons.push(...explanationOf(question, best))
  if (!best.concept.isNamed) reasons.push('UNNAMED')
  if (best.concept.isSlice && !isExact) reasons.push('COMPOSITE')
  reasons.push(...(isItem(best.concept) ? isItemFitting(question, best) : isSubjectFitting(question, best)))
  const [, second] = question.ranked
  if (second !== undefined && best.score - second.score < MARGIN) reasons.push('RIVALS')
  if (best.vetoes.some(({ veto }) => veto === 'rejected')) reasons.push('REJECTED')
  return [...new Set(reasons)]
}

/** Twice is a formula (편성시간 대비 결근시간); more often it is no name, though the parts of meaning are the same. */
const isSaidOverAndOver = ({ said }: WordEvidence['reading']): boolean => {
  const times = new Map<string, number>()
  for (const { text } of said) times.set(text, (times.get(text) ?? 0) + 1)
  return [...times.values()].some(count => count > 2)
}

/** Another standard that says the same and that the unit does not rule out; one that counts other things is no rival of an exact fit. */
const hasEqualRival = ({ ranked }: Question, best: Ranked, sameObject: boolean): boolean =>
  ranked.some(
    one => one.concept !== best.concept && one.unit !== 'contradicts' && one.likeness.isEqual && (one.likeness.sameObject || !sameObject),
  )

/** Abbreviations that every manual reads alike; others stand for several things (ATA: to abandon, to answer). */
const PLAIN_ABBREVIATIONS = new Set(['aht', 'asa', 'att', 'fcr', 'sl', 's/l', 'csat', 'fte'])

const isAbbreviation = ({ keys }: WordEvidence['reading']): boolean =>
  keys.some(key => /^[a-z]{2,4}%?$/.test(key) && !PLAIN_ABBREVIATIONS.has(key.replace('%', '')))

const MEASURED = new Set([
  'RATE',
  'SHARE',
  'AVG',
  'SUM',
  'TIME',
  'SPEED',
  'SCORE',
  'RATIO',
  'PERAGENT',
  'PERCALL',
  'PERCONTACT',
  'SL',
  'OCC',
  'FTE',
  'CSAT',
  'HEAD',
])
const isBare = ({ tokens, countsCalls, countsThings, countsPersons }: WordEvidence['reading']): boolean =>
  !countsCalls && !countsThings && !countsPersons && !tokens.some(token => MEASURED.has(token))

const CALL_EVENTS = new Set(['OFF', 'ANS', 'RSP', 'ABD', 'HDL', 'QUEUE', 'INB', 'DONE'])
const isVendorsContact = ({ tokens, keys }: WordEvidence['reading']): boolean =>
  tokens.includes('CONTACT') && tokens.some(token => CALL_EVENTS.has(token)) && keys.some(key => /contact|interaction/.test(key))

/** Units that say what is counted; 건 and 회 count anything. */
const CALL_UNITS = new Set(['콜', '호', 'call', 'calls'])

/**
 * A written unit of counting and enough nights that fit say that things are counted, where the label says what but not that. One word alone says
 * too little, and vendors call any call a contact.
 */
const isCountedByUnit = ({ evidence: { unit, reading } }: Question, { concept, values }: Ranked): boolean =>
  (reading.tokens.length > 1 || (concept.unit === 'calls' && unit.kind === 'named' && CALL_UNITS.has(unit.unit.label))) &&
  !isVendorsContact(reading) &&
  unit.kind === 'named' &&
  unit.unit.dimension === concept.dimension &&
  (concept.dimension === 'count' || concept.dimension === 'persons') &&
  values.kind === 'plausible' &&
  values.isEnough

/** Calls are no contacts; in the name of a time they only say whose it is (포기콜 평균대기시간). */
const countsOthers = (concept: Concept): boolean => concept.unit !== 'calls' && concept.dimension !== 'time' && !isItem(concept)

const abstain = (reasons: readonly Reason[]): readonly Abstention[] => reasons.map(code => abstention(code, SAY[code]))

const review = (abstentions: readonly Abstention[]): Decision => ({ decision: 'review', tier: null, abstentions })

/** Approved before for this center: accepted again unless unit or values now speak against it. */
const decideApproved = ({ ranked, memory }: Question): Decision | null => {
  const approved = memory.approved === null ? undefined : ranked.find(({ concept }) => concept.ref === memory.approved?.ref)
  if (approved === undefined) return null
  const reasons: Reason[] = []
  if (approved.unit === 'contradicts') reasons.push('UNIT_CONFLICT')
  if (approved.values.kind === 'implausible' && memory.approved?.conversion === null) reasons.push('VALUES_CONFLICT')
  if (approved.identity === 'contradicts' && memory.approved?.conversion === null) reasons.push('IDENTITY_CONFLICT')
  return reasons.length === 0 ? { decision: 'accept', tier: 'T0', abstentions: [] } : review(abstain(reasons))
}

/** The best candidate; its label counts as the edition's own only where it is one letter by letter, and not in another number. Places may lose their last syllable. */
const asOwn = ({ evidence: { reading }, ranked: [best] }: Question): Ranked | undefined =>
  best === undefined || best.concept.region !== null || reading.keys.some(key => best.concept.text.names.has(key))
    ? best
    : { ...best, likeness: { ...best.likeness, isExact: false } }

/** Whether the word is mapped by itself, and by which right; else why not. Letters alone never decide (terminology.md §2.9). */
export const decide = (question: Question): Decision => {
  const { evidence, rule, narrowed } = question
  const approved = decideApproved(question)
  if (approved !== null) return approved
  const best = asOwn(question)
  const { reading } = evidence
  if (reading.isTotalRow && best?.likeness.isExact !== true) return { decision: 'none', tier: null, abstentions: abstain(['TOTAL_ROW']) }
  if (rule !== null && (best === undefined || narrowed !== best.concept.ref)) return review([abstention('AMBIGUOUS', rule)])
  if (
    reading.tokens.length === 0 &&
    reading.residual.length === 0 &&
    !(best !== undefined && best.likeness.isExact && isItem(best.concept) && !reading.countsCalls)
  )
    return { decision: 'none', tier: null, abstentions: abstain(['VAGUE']) }
  if (best === undefined || best.score < FLOOR)
    return { decision: 'none', tier: null, abstentions: abstain(reading.residual.length > 0 ? ['RESIDUAL'] : ['NOT_EQUAL']) }
  const doubts = doubtsOf(question, best).filter(reason => narrowed === null || (reason !== 'NOT_EQUAL' && reason !== 'UNSURE'))
  if (doubts.length > 0) return review(abstain(doubts))
  return { decision: 'accept', tier: best.likeness.isExact || isItem(best.concept) ? 'T1' : 'T2', abstentions: [] }
}
