import { basename } from 'node:path'
import type { Issue } from '../../../schema/domain/issue.js'
import type { Outcome } from '../../../schema/domain/outcome.js'
import type { CenterNames } from '../../../schema/domain/submissions/judge-context.js'
import type { SubmitStatisticsInput } from '../../sdk/index.js'
import { EXIT } from '../exit-code.js'
import { readSourceFile } from '../files/read-source-file.js'
import type { SourceFile } from '../files/source-file.js'
import { checkText, countDoubtful } from '../print/check-text.js'
import { issueLines } from '../print/issue-text.js'
import { showProgress } from '../print/show-progress.js'
import type { Connect } from '../connection.js'
import { identify } from '../sign-in.js'
import { holdBack } from '../terminal.js'
import { readKeptEdition, refreshEdition, type KnownEdition } from '../submit/edition-cache.js'
import { checkLocally, type LocalCheck } from '../submit/local-check.js'
import { prepareRequests } from '../submit/prepare-requests.js'
import type { PushChoices } from '../submit/push-choices.js'
import { progressOf } from '../submit/resume.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import { exitCodeOfAll, type FileReport, type SubmissionReport } from './push-report.js'
import { deliver, type Delivery } from './deliver.js'

type Prepared = {
  readonly file: SourceFile
  readonly inputs: readonly SubmitStatisticsInput[]
  readonly edition: KnownEdition
  readonly center: CenterNames | null
  readonly isFull: boolean
}

const dimensionNames = (edition: KnownEdition) => edition.contents?.edition.lexicon.dimensionNames ?? null

const hashOf = (edition: KnownEdition): string | null => (edition.contents === null ? null : edition.contentHash)

function unreadable(path: string, issues: readonly Issue[], { terminal }: CommandContext): FileReport {
  terminal.tell([`${path}: 파일을 읽을 수 없어 보내지 않았습니다. (unreadable, nothing was sent)`, ...issueLines(issues)].join('\n'))
  return { file: path, exitCode: EXIT.unreadable, fileIssues: issues, check: null, submissions: [] }
}

/** A file read by an older edition's column names is read again by the new one's. */
async function readByEdition(
  path: string,
  file: SourceFile,
  editions: { kept: KnownEdition; now: KnownEdition },
): Promise<Outcome<SourceFile>> {
  if (hashOf(editions.now) === hashOf(editions.kept)) return { ok: true, value: file }
  return readSourceFile(path, dimensionNames(editions.now))
}

function check({ file, inputs, edition, center, isFull }: Prepared, { terminal }: CommandContext): LocalCheck | null {
  if (edition.contents === null) {
    terminal.tell(
      [
        `보내기 전 검사를 건너뜁니다. 표준 정의를 읽을 수 없습니다. (local check skipped: ${edition.reason})`,
        ...issueLines(file.notes),
      ].join('\n'),
    )
    return null
  }
  const { contents } = edition
  const checks = inputs.map(input => checkLocally(input, contents, center))
  const joined = { rows: checks.flatMap(({ rows }) => rows), issues: checks.flatMap(({ issues }) => issues) }
  terminal.tell(checkText(joined, file.notes, isFull))
  return joined
}

const valuesIn = (input: SubmitStatisticsInput): number =>
  (input.rows ?? []).length + (input.series ?? []).reduce((count, series) => count + series.values.length, 0)

/** All submissions of a file in order. Once the hub is away the others wait with the first, so that their order stays. */
async function deliverAll(
  inputs: readonly SubmitStatisticsInput[],
  delivery: Delivery,
  context: CommandContext,
): Promise<readonly SubmissionReport[]> {
  const progress = showProgress(
    context.terminal,
    delivery.fileName,
    inputs.reduce((sum, input) => sum + valuesIn(input), 0),
  )
  const done = inputs.filter(input => delivery.progress.isDone(input)).length
  if (done > 0)
    context.terminal.tell(
      `${delivery.fileName}: 이어서 보냅니다. 제출 ${inputs.length}건 가운데 ${done}건은 이미 받았습니다. (resuming: ${done} of ${inputs.length} have their receipts)`,
    )
  const quiet = holdBack(context.terminal)
  const reports: SubmissionReport[] = []
  try {
    for (const input of inputs) {
      const isAway = delivery.isAway || reports.at(-1)?.status === 'unreachable'
      reports.push(await deliver(input, { ...delivery, isAway }, { ...context, terminal: quiet.terminal }))
      progress.step(valuesIn(input))
    }
  } finally {
    progress.end()
    quiet.release()
  }
  if (reports.every(({ status }) => status === 'receipt')) await delivery.progress.finish()
  return reports
}

/** Reads, checks and sends one file. What the check finds never stops it: the hub decides. */
export async function pushFile(
  path: string,
  options: { choices: PushChoices; isCheckOnly: boolean; isAway: boolean; connect: Connect },
  context: CommandContext,
): Promise<FileReport> {
  const { settings, terminal } = context
  const kept = await readKeptEdition(settings.spoolFolder, settings.url)
  const read = await readSourceFile(path, dimensionNames(kept))
  if (!read.ok) return unreadable(path, read.issues, context)
  const identity = await identify(settings, 'center', read.value.center)
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const connection = options.connect(identity)
  const { hub } = connection
  const [edition, center] = await Promise.all([refreshEdition(hub, settings.spoolFolder, settings.url), connection.center()])
  const source = await readByEdition(path, read.value, { kept, now: edition })
  if (!source.ok) return unreadable(path, source.issues, context)
  const prepared = prepareRequests(source.value, options.choices)
  if (!prepared.ok) return unreadable(path, prepared.issues, context)
  const found = check({ file: source.value, inputs: prepared.value, edition, center, isFull: options.isCheckOnly }, context)
  const base = { file: path, fileIssues: source.value.notes, check: found }
  if (options.isCheckOnly) {
    const exitCode = found === null ? EXIT.fault : countDoubtful(found) > 0 ? EXIT.needsAttention : EXIT.landed
    return { ...base, exitCode, submissions: [] }
  }
  const sender = { folder: settings.spoolFolder, url: settings.url, clientId: identity.clientId }
  const delivery = {
    hub,
    identity,
    fileName: basename(path),
    isAway: options.isAway,
    progress: await progressOf(prepared.value[0], sender),
  }
  const submissions = await deliverAll(prepared.value, delivery, context)
  return { ...base, exitCode: exitCodeOfAll(submissions), submissions }
}
