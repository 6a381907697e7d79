package org.yagura.core.net;

import java.util.Arrays;

/** Who is connected: for each child its pid and its client's address. Grows with the number of children, up to a limit. */
public final class Clients {
    /** More children than this one process does not have. */
    public static final int COUNT_MAX = 131_072;

    private static final int FIRST = 64;

    private int[] pids = new int[FIRST];
    private byte[] addresses = new byte[FIRST * IpText.V6];
    private byte[] lengths = new byte[FIRST];
    private int count;

    public int count() {
        return count;
    }

    /** The pid of one of them, {@code index} below {@link #count}. */
    public int pid(int index) {
        return pids[index];
    }

    /** @param length bytes of the address; 0 where it has none */
    public void add(int pid, byte[] ip, int length) {
        if (count == pids.length) {
            int capacity = Math.min(count * 2, COUNT_MAX);
            pids = Arrays.copyOf(pids, capacity);
            addresses = Arrays.copyOf(addresses, capacity * IpText.V6);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        pids[count] = pid;
        System.arraycopy(ip, 0, addresses, count * IpText.V6, length);
        lengths[count] = (byte) length;
        count++;
    }

    /** @return whether it was one of them */
    public boolean remove(int pid) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid) {
                count--;
                pids[i] = pids[count];
                lengths[i] = lengths[count];
                System.arraycopy(addresses, count * IpText.V6, addresses, i * IpText.V6, IpText.V6);
                return true;
            }
        }
        return false;
    }

    /** How many have an address whose first {@code bits} bits are those of this one. */
    public int countFrom(byte[] ip, int length, int bits) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (lengths[i] == length && same(i * IpText.V6, ip, bits)) {
                found++;
            }
        }
        return found;
    }

    private boolean same(int at, byte[] ip, int bits) {
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (addresses[at + i] != ip[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((addresses[at + whole] ^ ip[whole]) & 0xff00 >> rest & 0xff) == 0;
    }
}
