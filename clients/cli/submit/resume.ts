import { openUploadProgress, type SubmitStatisticsInput, type UploadProgress } from '../../sdk/index.js'

type Sender = { readonly folder: string; readonly url: string; readonly clientId: string }

/** Nothing to go on with: a file that goes as one submission, or a dry run. */
const WHOLE: UploadProgress = { isDone: () => false, markDone: () => Promise.resolve(), finish: () => Promise.resolve() }

/** The progress that a submission belongs to. */
export async function progressOf(input: SubmitStatisticsInput | undefined, { folder, url, clientId }: Sender): Promise<UploadProgress> {
  if (input?.uploadId === undefined || input.dryRun === true) return WHOLE
  return openUploadProgress(folder, { url, clientId, uploadId: input.uploadId })
}
