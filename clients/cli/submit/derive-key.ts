import { createHash, randomUUID } from 'node:crypto'
import { canonicalText } from '../../../schema/domain/submissions/canonical-text.js'
import type { SourceFile } from '../files/source-file.js'
import type { PushChoices } from './push-choices.js'

/**
 * The key under which a file goes (S14): its own `submission_id`, else the SHA-256 of its center, its rows with their lines and what is asked to be
 * done with them. So a scheduler that sends a file twice gets one receipt, whatever name or character set the file has. `--again` makes a new key.
 */
export function deriveKey(file: SourceFile, choices: PushChoices): string {
  const { center, edition, parameters, rows, submissionId } = file
  const { mode, strategy, scope, reason } = choices
  const content = canonicalText({ center, edition, parameters, rows, mode, strategy, scope, reason })
  const key = submissionId ?? `sha256-${createHash('sha256').update(content, 'utf8').digest('hex')}`
  return choices.isAgain ? `${key}+${randomUUID()}` : key
}
