package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.yagura.core.text.Ascii;

class TracesTest {
    private final Traces traces = new Traces();
    private final Entry a = new Entry(Ascii.bytes("a"));
    private final Entry b = new Entry(Ascii.bytes("b"));

    @Test
    void findsAnEntryByTheNameItLeadsThroughAndTheDirectorysWatch() {
        traces.add(1, Ascii.bytes("x"), a);
        traces.add(2, Ascii.bytes("x"), b);
        Trace trace = traces.first(2, Ascii.bytes("x"));
        assertNotNull(trace);
        assertSame(b, trace.entry);
        assertNull(traces.after(trace));
        assertNull(traces.first(2, Ascii.bytes("y")));
        assertNull(traces.first(3, Ascii.bytes("x")));
    }

    @Test
    void findsAllEntriesThatLeadThroughOneName() {
        traces.add(1, Ascii.bytes("current"), a);
        traces.add(1, Ascii.bytes("current"), b);
        Trace first = traces.first(1, Ascii.bytes("current"));
        assertNotNull(first);
        Trace second = traces.after(first);
        assertNotNull(second);
        assertNull(traces.after(second));
    }

    @Test
    void takesBackWhatBelongsToAnEntry() {
        traces.add(1, Ascii.bytes("x"), a);
        traces.add(2, Ascii.bytes("y"), a);
        traces.add(3, Ascii.bytes("own"), null);
        assertNotNull(traces.take(a));
        assertNotNull(traces.take(a));
        assertNull(traces.take(a));
        assertEquals(1, traces.count());
        Trace own = traces.take(null);
        assertNotNull(own);
        assertNull(own.entry);
        assertEquals(0, traces.count());
    }
}
