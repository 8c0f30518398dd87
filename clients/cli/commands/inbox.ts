import type { Command } from 'commander'
import { addInboxAck, addInboxApply, addInboxReject } from './inbox/inbox-answers.js'
import { addInboxList } from './inbox/inbox-list.js'
import { addInboxShow } from './inbox/inbox-show.js'
import { addInboxWatch } from './inbox/inbox-watch.js'
import type { RunCommand } from './run-command.js'

const PARTS = [addInboxWatch, addInboxList, addInboxShow, addInboxAck, addInboxApply, addInboxReject]

/** `hub120 inbox ...` */
export function addInboxCommand(program: Command, run: RunCommand): void {
  const inbox = program.command('inbox').description('재난 안내를 받고 답합니다 · receive emergency messages and answer them')
  for (const add of PARTS) add(inbox, run)
}
