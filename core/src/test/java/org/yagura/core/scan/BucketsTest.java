package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final class Numbered extends Buckets.Node<Numbered> {
        final int number;

        Numbered(int number) {
            this.number = number;
        }
    }

    private final Buckets<Numbered> table = new Buckets<>();

    private List<Integer> withHash(int hash) {
        List<Integer> found = new ArrayList<>();
        for (Numbered n = table.first(hash); n != null; n = table.after(n)) {
            found.add(n.number);
        }
        found.sort(null);
        return found;
    }

    @Test
    void findsAllNodesOfAHashAndNoOthers() {
        for (int i = 0; i < 300; i++) {
            table.add(new Numbered(i), i / 3);
        }
        assertEquals(List.of(150, 151, 152), withHash(50));
        assertEquals(List.of(), withHash(100));
        assertEquals(300, table.count());
    }

    @Test
    void keepsTheOthersWhenOneIsRemoved() {
        Numbered a = new Numbered(1);
        Numbered b = new Numbered(2);
        Numbered c = new Numbered(3);
        table.add(a, 7);
        table.add(b, 7);
        table.add(c, 7);
        assertTrue(table.remove(b));
        assertFalse(table.remove(b));
        assertEquals(List.of(1, 3), withHash(7));
    }

    @Test
    void agreesWithAListThroughManyChanges() {
        Random random = new Random(1);
        List<Numbered> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (all.isEmpty() || random.nextInt(3) > 0) {
                Numbered node = new Numbered(i);
                all.add(node);
                table.add(node, i * 4096);
            } else {
                assertTrue(table.remove(all.remove(random.nextInt(all.size()))));
            }
        }
        assertEquals(all.size(), table.count());
        for (Numbered node : all) {
            assertSame(node, table.first(node.number * 4096));
        }
    }

    @Test
    void pidsFindTheirServiceThroughManyChanges() {
        Pids pids = new Pids();
        Service service = new Service(0, new byte[] {'a'}, 1, 1);
        Random random = new Random(2);
        boolean[] known = new boolean[4096];
        for (int i = 0; i < 50_000; i++) {
            int pid = 1 + random.nextInt(4000);
            if (random.nextBoolean()) {
                pids.put(pid, service);
                known[pid] = true;
            } else {
                pids.remove(pid);
                known[pid] = false;
            }
        }
        for (int pid = 1; pid < known.length; pid++) {
            if (known[pid]) {
                assertSame(service, pids.get(pid));
            } else {
                assertNull(pids.get(pid));
            }
        }
    }
}
