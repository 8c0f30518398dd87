import type { Hub } from '../hub.js'

/** The last piece of work of each center in this process. */
const lasts = new WeakMap<Hub['db'], Map<number, Promise<unknown>>>()

/**
 * Lets the writers of one center go one after the other in this process, before they take a connection. They would wait for the center's lock in the
 * database anyway; waiting here, they keep no connection from other centers.
 */
export async function inTurn<T>({ db, metrics }: Pick<Hub, 'db' | 'metrics'>, centerId: number, work: () => Promise<T>): Promise<T> {
  const ofCenters = lasts.get(db) ?? new Map<number, Promise<unknown>>()
  lasts.set(db, ofCenters)
  const start = () => {
    metrics.noteWaiting('submissions', -1)
    return work()
  }
  metrics.noteWaiting('submissions', 1)
  const turn = (ofCenters.get(centerId) ?? Promise.resolve()).then(start, start)
  ofCenters.set(centerId, turn)
  try {
    return await turn
  } finally {
    if (ofCenters.get(centerId) === turn) ofCenters.delete(centerId)
  }
}
