import { issue, type Issue } from '../../schema/domain/issue.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { readScope } from '../../schema/domain/submissions/plan-replacement.js'
import type { ReceiptRecord } from '../../schema/domain/submissions/receipt.js'
import type { StatisticsToSubmit } from './submission-request.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import { checkFreeText, checkIdentifier } from './text-refusals.js'

/** S16. */
const MOST_ROWS = 100_000
const MOST_VALUES = 250_000
const LONGEST_KEY = 200
const LONGEST_REASON = 500

export const notAllowed = (): Issue =>
  issue({
    code: 'FORBIDDEN',
    messageKo: '센터의 통계를 낼 권한(stats:write)이 없습니다. 센터의 클라이언트로 로그인하십시오.',
    messageEn: 'Handing in statistics needs stats:write and a center; sign in as the client of a center.',
    expected: 'stats:write at a center',
  })

export const keyReused = (first: ReceiptRecord): Issue =>
  issue({
    code: 'IDEMPOTENCY_KEY_REUSED',
    path: ['idempotencyKey'],
    messageKo: `이 멱등 키로 이미 다른 내용이 접수되었습니다(접수증 ${first.id}). 내용이 바뀌었으면 새 키로 내십시오.`,
    messageEn: `This key was used for other content (receipt ${first.id}); hand in changed content under a new key.`,
    expected: first.contentHash,
  })

export const staleDryRun = (): Issue =>
  issue({
    code: 'STALE_DRY_RUN',
    path: ['dryRunHash'],
    messageKo: '예행 뒤에 제출 내용, 정의 또는 현재 값이 바뀌었습니다. 예행을 다시 하고 결과를 확인하십시오.',
    messageEn: 'The batch, the definitions or the current values have changed since the dry run; run it again and look at the result.',
    expected: 'hash of a dry run that still holds',
  })

const isIdentifier = (text: string): boolean => text.trim() !== '' && text.length <= LONGEST_KEY && !/\p{Cc}/u.test(text)

const checkUploadId = (uploadId: string | null): readonly Issue[] => {
  if (uploadId === null) return []
  if (isIdentifier(uploadId)) return checkIdentifier(uploadId, ['uploadId'])
  return [
    issue({
      code: 'BAD_USER_INPUT',
      path: ['uploadId'],
      messageKo: `uploadId는 ${LONGEST_KEY}자 이내의 글자입니다. 나누어 내지 않으면 비워 두십시오.`,
      messageEn: `An uploadId has up to ${LONGEST_KEY} characters; leave it out for a submission that stands alone.`,
      expected: `1..${LONGEST_KEY} characters, or null`,
      got: `${uploadId.length} characters`,
    }),
  ]
}

const checkKey = (key: string | null): readonly Issue[] => {
  if (key !== null && isIdentifier(key)) return checkIdentifier(key, ['idempotencyKey'])
  return [
    issue({
      code: 'IDEMPOTENCY_KEY_REQUIRED',
      path: ['idempotencyKey'],
      messageKo: `멱등 키가 필요합니다. 제출마다 다른 ${LONGEST_KEY}자 이내의 글자를 넣으십시오. 다시 보낼 때는 같은 키를 씁니다.`,
      messageEn: `An idempotency key is required: up to ${LONGEST_KEY} characters, another one for each submission, the same one for a retry.`,
      expected: `1..${LONGEST_KEY} characters`,
    }),
  ]
}

const checkSize = ({ batch }: StatisticsToSubmit): readonly Issue[] => {
  const values = batch.series.reduce((sum, series) => sum + series.values.length, 0)
  if (batch.rows.length + values === 0) {
    // Also for REPLACE_SCOPE: an empty export would take back a whole night. Values are taken back by name, with RETRACT.
    return [
      issue({
        code: 'ROWS_REQUIRED',
        path: ['rows'],
        messageKo: '행이 없습니다. rows나 series에 하나 이상의 값을 넣으십시오.',
        messageEn: 'There is no row; give at least one value in rows or series.',
        expected: 'rows or series',
      }),
    ]
  }
  if (batch.rows.length <= MOST_ROWS && values <= MOST_VALUES) return []
  return [
    issue({
      code: 'TOO_MANY_ROWS',
      path: [],
      messageKo: `한 번에 행 ${MOST_ROWS}건, 열 형식 값 ${MOST_VALUES}건까지 받습니다. 나누어 내고 같은 uploadId를 쓰십시오.`,
      messageEn: `One submission takes ${MOST_ROWS} rows or ${MOST_VALUES} values in columns; split it and use one uploadId.`,
      expected: `${MOST_ROWS} rows, ${MOST_VALUES} values`,
      got: `${batch.rows.length} rows, ${values} values`,
    }),
  ]
}

const checkReason = ({ batch }: StatisticsToSubmit): readonly Issue[] => {
  const reason = (batch.reason ?? '').trim()
  if (reason.length > LONGEST_REASON || (batch.strategy === 'RETRACT' && normalizeLabel(reason) === '')) {
    return [
      issue({
        code: 'REASON_REQUIRED',
        path: ['reason'],
        messageKo: `값을 철회하려면 ${LONGEST_REASON}자 이내로 까닭을 적어야 합니다.`,
        messageEn: `A retraction needs a reason of up to ${LONGEST_REASON} characters.`,
        expected: `1..${LONGEST_REASON} characters`,
        got: `${reason.length} characters`,
      }),
    ]
  }
  return checkFreeText(reason, ['reason'])
}

const checkScope = ({ batch }: StatisticsToSubmit, edition: Edition): readonly Issue[] => {
  if (batch.strategy !== 'REPLACE_SCOPE') return []
  const scope = readScope(batch.scope, edition)
  return 'code' in scope ? [scope] : []
}

/** Everything that stands against the request as a whole, at once. Faults of rows are for the receipt. */
export const checkRequest = (request: StatisticsToSubmit, edition: Edition): readonly Issue[] => [
  ...checkKey(request.idempotencyKey),
  ...checkIdentifier(request.batch.edition ?? '', ['edition']),
  ...request.batch.parameters.flatMap(({ name, value }, index) => [
    ...checkIdentifier(name, ['parameters', index, 'name']),
    ...(typeof value === 'string' ? checkIdentifier(value, ['parameters', index, 'value']) : []),
  ]),
  ...checkUploadId(request.uploadId),
  ...checkSize(request),
  ...checkReason(request),
  ...checkScope(request, edition),
]
