package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FullFileTest {
    private static final int SIZE = 4096;

    /** Lengths of the files that some data make, when it comes in pieces of random length. */
    private static List<Integer> files(byte[] data, Random random) {
        List<Integer> files = new ArrayList<>();
        int bytes = 0;
        int from = 0;
        while (from < data.length) {
            int to = from + 1 + random.nextInt(data.length - from);
            while (from < to) {
                if (FullFile.mustEnd(bytes, SIZE)) {
                    files.add(bytes);
                    bytes = 0;
                }
                int portion = FullFile.portion(data, from, to, bytes, SIZE);
                assertTrue(portion > 0 && portion <= to - from && bytes + portion <= SIZE);
                from += portion;
                bytes += portion;
                if (FullFile.mayEnd(bytes, SIZE, data[from - 1])) {
                    files.add(bytes);
                    bytes = 0;
                }
            }
        }
        files.add(bytes);
        return files;
    }

    @Test
    void splitsALineThatIsTooLong() {
        byte[] line = new byte[10_001];
        line[10_000] = '\n';
        assertEquals(List.of(4096, 4096, 1809), files(line, new Random(1)));
    }

    @Test
    void endsAtTheFirstNewlineNearTheSize() {
        byte[] data = new byte[6000];
        data[2094] = '\n';
        data[2100] = '\n';
        data[2200] = '\n';
        assertEquals(List.of(2101, 3899), files(data, new Random(1)));
        data[2095] = '\n';
        assertEquals(List.of(2096, 3904), files(data, new Random(1)));
    }

    @Test
    void aFileThatWasLongerThanItsSizeEndsAtOnce() {
        assertTrue(FullFile.mustEnd(4096, SIZE));
        assertTrue(FullFile.mustEnd(1L << 40, SIZE));
        assertFalse(FullFile.mustEnd(4095, SIZE));
    }

    @Test
    void whereFilesEndDependsOnTheBytesAlone() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] data = new byte[1 + random.nextInt(30_000)];
            Arrays.fill(data, (byte) 'x');
            for (int at = random.nextInt(50); at < data.length; at += 1 + random.nextInt(1 + random.nextInt(6000))) {
                data[at] = '\n';
            }
            List<Integer> all = files(data, new Random() {
                private static final long serialVersionUID = 1;

                @Override
                public int nextInt(int bound) {
                    return bound - 1;
                }
            });
            assertEquals(all, files(data, random));
        }
    }
}
