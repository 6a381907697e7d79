package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    private static Service service(int index) {
        return new Service(index, new byte[] {'a'}, 1, index);
    }

    @Test
    void nothingIsDueOfNothing() {
        assertEquals(Deadlines.NEVER, deadlines.nextNs());
        assertNull(deadlines.poll(Long.MAX_VALUE - 1));
    }

    @Test
    void givesTheEarliestFirstAndOnlyWhenItIsTime() {
        Service a = service(0);
        Service b = service(1);
        deadlines.set(a, 20);
        deadlines.set(b, 10);
        assertEquals(10, deadlines.nextNs());
        assertNull(deadlines.poll(9));
        assertSame(b, deadlines.poll(10));
        assertNull(deadlines.poll(19));
        assertSame(a, deadlines.poll(25));
        assertEquals(Deadlines.NEVER, deadlines.nextNs());
        assertEquals(Deadlines.NEVER, a.dueNs);
    }

    @Test
    void aTimeCanBeChangedAndTakenBack() {
        Service a = service(0);
        Service b = service(1);
        deadlines.set(a, 10);
        deadlines.set(b, 20);
        deadlines.set(a, 30);
        assertSame(b, deadlines.poll(30));
        deadlines.set(a, Deadlines.NEVER);
        deadlines.set(a, Deadlines.NEVER);
        assertNull(deadlines.poll(1000));
    }

    @Test
    void staysInOrderThroughManyChanges() {
        Random random = new Random(3);
        Service[] services = new Service[500];
        for (int i = 0; i < services.length; i++) {
            services[i] = service(i);
        }
        for (int i = 0; i < 20_000; i++) {
            Service any = services[random.nextInt(services.length)];
            deadlines.set(any, random.nextInt(10) == 0 ? Deadlines.NEVER : random.nextInt(1000));
        }
        int set = 0;
        for (Service service : services) {
            set += service.dueNs == Deadlines.NEVER ? 0 : 1;
        }
        long before = 0;
        for (int i = 0; i < set; i++) {
            long next = deadlines.nextNs();
            assertEquals(true, next >= before);
            before = next;
            assertNotNull(deadlines.poll(next));
        }
        assertNull(deadlines.poll(1000));
    }
}
