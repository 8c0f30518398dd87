import { ALERT_LEVELS } from './alert-level.js'
import { CAP_CATEGORIES, CAP_CERTAINTIES, CAP_RESPONSES, CAP_SEVERITIES, CAP_URGENCIES } from './cap-values.js'
import { isKstInstant } from './kst-instant.js'
import { statusOfMessageId } from './message-id.js'
import {
  ACTIVATION_STATUSES,
  CANCEL_CAUSES,
  MESSAGE_KINDS,
  MESSAGE_SHAPE,
  RATIFICATIONS,
  type MessageArea,
  type MessageReference,
  type MessageSection,
  type PlaybookMessage,
} from './playbook-message.js'

type Check = (value: unknown) => boolean
type Checks<T> = { readonly [K in keyof T]-?: Check }

const text: Check = value => typeof value === 'string'
const filled: Check = value => typeof value === 'string' && value.trim() !== ''
const flag: Check = value => typeof value === 'boolean'
const count: Check = value => Number.isSafeInteger(value) && Number(value) > 0
const instant: Check = value => typeof value === 'string' && isKstInstant(value)
const id: Check = value => typeof value === 'string' && statusOfMessageId(value) !== null
const oneOf =
  (words: readonly string[]): Check =>
  value =>
    typeof value === 'string' && words.includes(value)
const orNull =
  (check: Check): Check =>
  value =>
    value === null || check(value)
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)
const shaped =
  <T>(checks: Checks<T>): Check =>
  value =>
    isRecord(value) && Object.entries<Check>(checks).every(([name, check]) => Object.hasOwn(value, name) && check(value[name]))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isShaped = shaped<PlaybookMessage>({
  shape: oneOf([MESSAGE_SHAPE]),
  activationId: id,
  messageId: id,
  seq: count,
  kind: oneOf(MESSAGE_KINDS),
  status: oneOf(ACTIVATION_STATUSES),
  exerciseId: orNull(filled),
  hazard: filled,
  hazardKo: filled,
  hazardEn: filled,
  level: oneOf(ALERT_LEVELS),
  cap: shaped<PlaybookMessage['cap']>({
    categories: value => listOf(oneOf(CAP_CATEGORIES))(value) && Array.isArray(value) && value.length > 0,
    urgency: oneOf(CAP_URGENCIES),
    severity: oneOf(CAP_SEVERITIES),
    certainty: oneOf(CAP_CERTAINTIES),
    responses: listOf(oneOf(CAP_RESPONSES)),
  }),
  issuedByKo: filled,
  issuedByEn: orNull(text),
  headlineKo: filled,
  headlineEn: orNull(text),
  areas: listOf(shaped<MessageArea>({ code: filled, iso: orNull(filled), nameKo: filled, nameEn: filled })),
  sections: listOf(shaped<MessageSection>({ code: filled, titleKo: filled, titleEn: filled, ko: listOf(text), en: listOf(text) })),
  sent: instant,
  effective: instant,
  onset: orNull(instant),
  expires: instant,
  references: listOf(shaped<MessageReference>({ messageId: id, seq: count, sent: instant })),
  cancelCause: orNull(oneOf(CANCEL_CAUSES)),
  noteKo: orNull(text),
  noteEn: orNull(text),
  late: flag,
  ratification: oneOf(RATIFICATIONS),
  playbook: orNull(shaped<NonNullable<PlaybookMessage['playbook']>>({ code: filled, version: count })),
})

/**
 * A message as it was signed, from JSON; null for anything else: a field that is missing or of another kind, an id whose prefix tells another
 * status than the message (P1), an exercise without its id, a cancel without its cause, an end that lies before the beginning.
 * Fields that this version does not know stay, because the signature is over them too.
 */
export function parsePlaybookMessage(value: unknown): PlaybookMessage | null {
  if (!isShaped(value)) return null
  const message = value as PlaybookMessage // every field was checked above
  return holdsTogether(message) ? message : null
}

const holdsTogether = (message: PlaybookMessage): boolean =>
  [message.activationId, message.messageId, ...message.references.map(({ messageId }) => messageId)].every(
    name => statusOfMessageId(name) === message.status,
  ) &&
  (message.exerciseId !== null) === (message.status === 'EXERCISE') &&
  (message.cancelCause !== null) === (message.kind === 'CANCEL') &&
  message.effective < message.expires &&
  message.references.every(({ seq }) => seq < message.seq)
