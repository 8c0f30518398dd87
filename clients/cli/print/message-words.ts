import { ALERT_LEVELS, LEVEL_NAMES } from '../../../schema/domain/playbooks/alert-level.js'
import { nameKstInstant, toKstInstant } from '../../../schema/domain/playbooks/kst-instant.js'
import type { CancelCause, PlaybookMessage } from '../../../schema/domain/playbooks/playbook-message.js'
import type { FeedEntry, MessageReceipt } from '../../sdk/index.js'

/** What nobody may mistake, Korean first. */
export const STATUS_MARKS: Readonly<Record<FeedEntry['status'], string>> = {
  ACTUAL: '[실제 상황 ACTUAL]',
  EXERCISE: '[훈련 EXERCISE]',
  TEST: '[시험 TEST]',
}

const TYPE_WORDS: Readonly<Record<FeedEntry['type'], string>> = {
  ALERT: '발령 alert',
  UPDATE: '변경 update',
  CANCEL: '해제·취소 cancel',
}
const CANCEL_WORDS: Readonly<Record<CancelCause, string>> = {
  ENDED: '해제 all clear',
  ISSUED_IN_ERROR: '취소 canceled',
}

/** What a message does; of an ending why, where its text is there to say. */
const typeWord = ({ type }: FeedEntry, message: PlaybookMessage | null): string =>
  message?.cancelCause ? CANCEL_WORDS[message.cancelCause] : TYPE_WORDS[type]

/** Level and type of a message; of an ending its type first: nobody reads 심각 before 해제. */
export const levelAndType = (entry: FeedEntry, message: PlaybookMessage | null): readonly [string, string] => {
  const [level, type] = [levelWord(entry.level), typeWord(entry, message)]
  return entry.type === 'CANCEL' ? [type, level] : [level, type]
}

/** How a center stands to a message; one that takes over calls is asked nothing, but it was sent the text. */
export const standingWord = ({ receipt, part }: FeedEntry): string =>
  receipt !== null ? RECEIPT_WORDS[receipt.state] : part === 'OVERFLOW' ? '전화 넘겨받음\ntakes over calls' : '읽기만\nto read'

const STATE_WORDS: Readonly<Record<string, string>> = {
  CURRENT: '시행 중 current',
  SUPERSEDED: '새 안내로 바뀜 superseded',
  EXPIRED: '만료 expired',
  WITHDRAWN: '거둠 withdrawn',
}
/** A state that this version does not know is shown as it is. */
export const stateWord = (state: string): string => STATE_WORDS[state] ?? state

export const RECEIPT_WORDS: Readonly<Record<MessageReceipt['state'], string>> = {
  AWAITING: '미수신 awaiting',
  RECEIVED: '수신, 확인 전 received',
  ACKNOWLEDGED: '확인 acknowledged',
  APPLIED: '적용 applied',
  REJECTED: '거부 rejected',
}

/** As counselors and the law call it; a level that this version does not know is shown as it is. */
function levelWord(level: FeedEntry['level']): string {
  const known = ALERT_LEVELS.find(one => one.toUpperCase() === level)
  return known === undefined ? level : `${LEVEL_NAMES[known].ko} ${LEVEL_NAMES[known].en}`
}

/** As people in Korea say it; the text itself where it is no instant. */
export const timeWord = (instant: string): string => nameKstInstant(toKstInstant(instant) ?? instant).ko

/** Whether somebody of the center has to do something about it: it holds, and is neither applied nor rejected. */
export const isOpen = ({ state, receipt }: FeedEntry): boolean =>
  state === 'CURRENT' && receipt !== null && receipt.state !== 'APPLIED' && receipt.state !== 'REJECTED'
