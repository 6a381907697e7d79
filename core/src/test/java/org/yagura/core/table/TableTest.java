package org.yagura.core.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yagura.core.text.ByteBuilder;

class TableTest {
    private final Table table = new Table("NAME", ">PID", "WHAT");

    private String rendered(boolean colour, int width) {
        ByteBuilder out = new ByteBuilder(8);
        table.render(out, colour, width);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    @BeforeEach
    void twoRows() {
        table.row().cell(0, "a").cell(1, "4242").cell(2, "x");
        table.row()
                .cell(0, "櫓一二三四".getBytes(StandardCharsets.UTF_8), Table.Tone.BAD)
                .cell(1, "7");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals("NAME    PID  WHAT\na      4242  x\n櫓一二三四     7\n", rendered(false, 80));
    }

    @Test
    void linesAreCutToTheScreen() {
        assertEquals("NAME\na\n櫓一二三\n".replace("NAME\na\n", "NAME\na   \n"), rendered(false, 4));
    }

    @Test
    void coloursTakeNoRoom() {
        assertEquals("\033[31m櫓一二三四\033[0m     7", rendered(true, 80).split("\n")[2]);
    }
}
