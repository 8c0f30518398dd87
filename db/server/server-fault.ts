/** The embedded PostgreSQL could not be installed, started or stopped; the message says what to do about it. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault'
}
