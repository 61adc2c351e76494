import { createDirectSupply } from '../support/direct-supply.ts';
import type { CreateSupply } from './world.ts';

/** Every viewer asks the origin for everything. */
export const DIRECT_ENGINE: CreateSupply = ({ ports }) => createDirectSupply(ports);

export const FLEUVE_ENGINE: CreateSupply = DIRECT_ENGINE;
