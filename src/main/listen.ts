import { reasonOf } from '../errors.ts'

/** Listens, and says which variable to change where that cannot be. */
export const listen = async (
  app: { listen(at: { host: string; port: number }): Promise<string> },
  host: string,
  port: number,
  variable: string,
): Promise<string> => {
  try {
    return await app.listen({ host, port })
  } catch (cause) {
    throw new Error(`Listening at ${host}:${port}: ${reasonOf(cause)}; ${variable}=0 takes any free port`, { cause })
  }
}
