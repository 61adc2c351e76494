import { hasLie, PhantomBytes } from '../support/phantom-bytes.ts';

/** What the network saw, whatever the engines say of themselves. */
export interface Ledger {
  /** Payload that viewers handed to their links, by machine. */
  readonly sentBytes: number[];
  /** Payload that reached a viewer over links, by machine. */
  readonly receivedBytes: number[];
  readonly bannedPeerIds: Set<string>;
  /** Each is a sentence; a run without faults has none. */
  readonly faults: string[];
  send(machine: number, isLiar: boolean, message: Uint8Array): void;
  receive(machine: number, message: Uint8Array): void;
  fault(sentence: string): void;
}

/** More would only repeat. */
const MAX_FAULTS = 50;

export function createLedger(): Ledger {
  const sentBytes: number[] = [];
  const receivedBytes: number[] = [];
  const faults: string[] = [];
  const fault = (sentence: string) => {
    if (faults.length < MAX_FAULTS) faults.push(sentence);
  };
  return {
    sentBytes,
    receivedBytes,
    bannedPeerIds: new Set(),
    faults,
    fault,
    send(machine, isLiar, message) {
      if (!(message instanceof PhantomBytes)) return;
      sentBytes[machine] = (sentBytes[machine] ?? 0) + message.length;
      if (!isLiar && hasLie(message)) fault(`viewer ${machine} passed a wrong byte on`);
    },
    receive(machine, message) {
      if (!(message instanceof PhantomBytes)) return;
      receivedBytes[machine] = (receivedBytes[machine] ?? 0) + message.length;
    },
  };
}
