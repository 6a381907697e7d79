package org.yagura.core.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Nothing is other when another program takes over after each event. */
class SupervisionHandedOverTest extends SupervisionTest {
    @BeforeAll
    static void handOver() {
        Bench.handsOver = true;
    }

    @AfterAll
    static void keep() {
        Bench.handsOver = false;
    }
}
