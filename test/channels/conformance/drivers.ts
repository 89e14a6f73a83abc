import { httpDriver } from './http-driver.ts'
import { smppDriver } from './smpp-driver.ts'
import type { Driver } from './stand.ts'
import { templateDrivers } from './template-drivers.ts'

/** Every SMS adapter: each passes every case, or says why a case means nothing in its protocol. */
export const DRIVERS: readonly Driver[] = [httpDriver, ...templateDrivers, smppDriver]
