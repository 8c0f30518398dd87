import type { Tx } from '../transaction.js'

/** A sweep of this name has come to its end; it does not matter in which replica. */
export async function markSweep(tx: Tx, { name, worker }: { name: string; worker: string }): Promise<void> {
  await tx.sql`
    insert into sweeps (name, last_sweep_at, worker) values (${name}, hub_now(), ${worker})
    on conflict on constraint sweeps_pk do update set last_sweep_at = excluded.last_sweep_at, worker = excluded.worker`
}
