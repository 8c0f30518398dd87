import { registerWords } from '../../db/queries/source-terms.js'
import { collectWords } from '../../schema/domain/submissions/collect-words.js'
import type { JudgedRow, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { wordKey } from '../../schema/domain/terms/center-words.js'
import type { CenterWork } from './center-work.js'

/**
 * Makes the words known that rows of a submission wait for or were read by, and adds their numbers to `termIds`. Nothing at all happens for a batch
 * whose rows are settled by the edition, as nearly all are.
 */
export async function registerWordsOf(
  { tx, centerId, standards, termIds }: CenterWork,
  submissionNo: number,
  said: { readonly rows: Iterable<JudgedRow>; readonly submittedAt: (index: number) => SubmittedRow },
): Promise<void> {
  const words = collectWords(said.rows, said.submittedAt, standards.edition)
  const ids = await registerWords(tx, { centerId, submissionNo }, words)
  for (const [index, { word }] of words.entries()) termIds.set(wordKey(word), ids[index] ?? '')
}
