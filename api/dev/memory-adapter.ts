import type { Adapter, AdapterPayload } from 'oidc-provider'

/** What the development issuer remembers (used proofs of keys, mostly), for as long as its process lives. Tokens are signed and not kept. */
export class MemoryAdapter implements Adapter {
  private readonly kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>()

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    for (const [old, { until }] of this.kept) if (until < performance.now()) this.kept.delete(old)
    this.kept.set(id, { payload, until: expiresIn ? performance.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.kept.get(id)
    return found !== undefined && found.until > performance.now() ? found.payload : undefined
  }

  /** Only flows with a browser look things up so; this issuer has none. */
  async findByUid(): Promise<undefined> {
    return undefined
  }

  async findByUserCode(): Promise<undefined> {
    return undefined
  }

  async consume(id: string): Promise<void> {
    const found = this.kept.get(id)
    if (found !== undefined) found.payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    this.kept.delete(id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(id)
  }
}
