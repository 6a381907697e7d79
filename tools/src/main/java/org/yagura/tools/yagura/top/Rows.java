package org.yagura.tools.yagura.top;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.status.Condition;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.yagura.facts.Facts;

/** The services that are shown: filtered, sorted, one of them chosen; and how busy each was since the look before. */
final class Rows {
    /** By what they are sorted. */
    enum Order {
        NAME,
        CPU,
        MEMORY
    }

    /** Thousandths of a processor that are not known. */
    static final int UNKNOWN = -1;

    List<Facts> all = new ArrayList<>();
    final List<Facts> shown = new ArrayList<>();
    final ByteBuilder filter = new ByteBuilder(16);
    Order order = Order.NAME;
    private List<Facts> before = new ArrayList<>();
    private long lookedNs;
    private long elapsedNs;
    private byte[] chosen = {};

    /** Another look was taken, at a monotonic time. */
    void take(List<Facts> looked, long nowNs) {
        before = all;
        all = looked;
        elapsedNs = nowNs - lookedNs;
        lookedNs = nowNs;
        arrange();
    }

    /** Filters and sorts anew. */
    void arrange() {
        shown.clear();
        byte[] part = filter.toBytes();
        for (Facts facts : all) {
            if (contains(facts.target.name(), part)) {
                int at = shown.size();
                while (at > 0 && comesBefore(facts, shown.get(at - 1))) {
                    at--;
                }
                shown.add(at, facts);
            }
        }
    }

    /** The row of the chosen service; the first, or the one after where it has gone. */
    int chosenRow() {
        int row = 0;
        for (int i = 0; i < shown.size(); i++) {
            int order = Ascii.compare(shown.get(i).target.name(), chosen);
            if (order == 0) {
                return i;
            }
            row = order < 0 && this.order == Order.NAME ? i + 1 : row;
        }
        return Math.max(0, Math.min(row, shown.size() - 1));
    }

    void choose(int row) {
        if (!shown.isEmpty()) {
            chosen = shown.get(Math.max(0, Math.min(row, shown.size() - 1)))
                    .target
                    .name();
        }
    }

    @Nullable
    Facts chosen() {
        return shown.isEmpty() ? null : shown.get(chosenRow());
    }

    int count(Condition condition) {
        int count = 0;
        for (Facts facts : all) {
            count += facts.condition == condition ? 1 : 0;
        }
        return count;
    }

    /** Thousandths of one processor that a service has used since the look before, or {@link #UNKNOWN}. */
    int busy(Facts facts) {
        Facts earlier = facts.cpuNs < 0 || elapsedNs <= 0 ? null : earlier(facts);
        if (earlier == null || earlier.cpuNs < 0 || earlier.cpuNs > facts.cpuNs) {
            return UNKNOWN;
        }
        return (int) ((facts.cpuNs - earlier.cpuNs) / Math.max(1, elapsedNs / 1000));
    }

    private @Nullable Facts earlier(Facts facts) {
        int low = 0;
        int high = before.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Ascii.compare(before.get(middle).target.name(), facts.target.name());
            if (order == 0) {
                return before.get(middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    private boolean comesBefore(Facts a, Facts b) {
        return switch (order) {
            case NAME -> false;
            case CPU -> busy(a) > busy(b);
            case MEMORY -> a.memoryBytes > b.memoryBytes;
        };
    }

    private static boolean contains(byte[] name, byte[] part) {
        for (int i = 0; i + part.length <= name.length; i++) {
            int same = 0;
            while (same < part.length && name[i + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return part.length == 0;
    }
}
