import { httpDriver } from './http-driver.ts'
import type { Driver } from './stand.ts'

/** Every SMS adapter: each passes every case, or says why a case means nothing in its protocol. */
export const DRIVERS: readonly Driver[] = [httpDriver]
