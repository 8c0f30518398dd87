import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { requireBody } from '../../db/queries/submissions.js'
import { readBody } from '../../schema/domain/submissions/read-body.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import type { CenterWork } from './center-work.js'

const inflateText = promisify(inflate)
/** More than any submission that gets through the door. */
const MOST_BYTES = 256 * 1024 * 1024

/** A batch as its center handed it in. */
export async function readStoredBatch(
  { tx, centerId }: Pick<CenterWork, 'tx' | 'centerId'>,
  submissionNo: number,
): Promise<SubmittedBatch> {
  return unpackBatch(await requireBody(tx, centerId, submissionNo))
}

/** A batch from its stored body. */
export const unpackBatch = async (packed: Buffer): Promise<SubmittedBatch> =>
  readBody((await inflateText(packed, { maxOutputLength: MOST_BYTES })).toString('utf8'))
