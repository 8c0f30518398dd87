import { open, readFile, rename } from 'node:fs/promises'

/** What a receiver has taken of one activation. */
export type ActivationMemory = {
  /** The highest seq taken. */
  readonly lastSeq: number
  /** The `webhook-id` of every message taken. */
  readonly ids: readonly string[]
}

/** Where a receiver remembers what it has taken, across restarts. `keep` returns once it will be found again. */
export type ReceiverMemory = {
  find(activationId: string): Promise<ActivationMemory | null>
  keep(activationId: string, memory: ActivationMemory): Promise<void>
}

/** Activations remembered at most; the one that was touched longest ago is forgotten first. */
const MOST_ACTIVATIONS = 1_000

/** A memory that ends with the process: for tests, and for a program that keeps what it takes in a store of its own. */
export function createMemory(): ReceiverMemory {
  const known = new Map<string, ActivationMemory>()
  return {
    find: async activationId => known.get(activationId) ?? null,
    keep: async (activationId, memory) => remember(known, activationId, memory),
  }
}

/**
 * A memory in a file, written whole beside it, flushed to the disk and put in its place, so that a crash leaves the old or the new one. One process writes it.
 * Rejects where the file is there and is not a memory: a receiver that forgot everything would take old messages as new.
 */
export async function openFileMemory(path: string): Promise<ReceiverMemory> {
  const known = await readMemory(path)
  return {
    find: async activationId => known.get(activationId) ?? null,
    async keep(activationId, memory) {
      remember(known, activationId, memory)
      await writeWhole(path, JSON.stringify(Object.fromEntries(known)))
    },
  }
}

function remember(known: Map<string, ActivationMemory>, activationId: string, memory: ActivationMemory): void {
  known.delete(activationId)
  known.set(activationId, memory)
  const [oldest] = known.keys()
  if (known.size > MOST_ACTIVATIONS && oldest !== undefined) known.delete(oldest)
}

async function readMemory(path: string): Promise<Map<string, ActivationMemory>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} is no memory of a receiver.`)
  const entries = Object.entries(value)
  if (!entries.every(([, memory]) => isMemory(memory))) throw new TypeError(`${path} is no memory of a receiver.`)
  return new Map(entries)
}

const isMemory = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'lastSeq' in value &&
  Number.isSafeInteger(value.lastSeq) &&
  'ids' in value &&
  Array.isArray(value.ids)

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
