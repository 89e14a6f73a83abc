import { Unavailable } from '../errors.ts'

/**
 * Handles what came in, and a second time where that fails: what another process was in the way of is gone by then. Where
 * it fails again it is our own code, and `unread` keeps it. Throws Unavailable while nothing can be kept.
 */
export const orUnread = async <Kept>(
  handle: () => Promise<Kept>,
  unread: (failed: unknown) => Promise<Kept>,
): Promise<Kept> => {
  for (let again = true; ; again = false) {
    try {
      return await handle()
    } catch (failed) {
      if (failed instanceof Unavailable) throw failed
      if (!again) return unread(failed)
    }
  }
}
