import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/**
 * Whom initdb and postgres run as, because both refuse to run as root; null when this process is not root and they run as itself.
 * An existing cluster keeps its owner, so that a folder made by another user of the machine stays usable.
 */
export function findServerUser(clusterDir: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const account = ['postgres', 'nobody'].map(name => accounts.find(fields => fields[0] === name)).find(found => found !== undefined)
  return { uid: Number(account?.[2] ?? 65534), gid: Number(account?.[3] ?? 65534) }
}

/** Whether `user` may pass through every folder that leads to `path` (a 0700 home is what usually stands in the way). */
export function canReach(user: ServerUser | null, path: string): boolean {
  if (user === null) return true
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (stat) {
      const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001
      if ((stat.mode & bit) === 0) return false
    }
    if (folder === dirname(folder)) return true
  }
}
