package org.yagura.core.table;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;

/** Rows of cells in columns as wide as their widest cell. Cells are fit for a terminal already; see {@link Shown}. */
public final class Table {
    /** How a cell looks, where colours are wanted. */
    public enum Tone {
        PLAIN("0"),
        GOOD("32"),
        CAUTION("33"),
        BAD("31"),
        FAINT("2"),
        STRONG("1");

        /** The terminal's number for it. */
        public final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private static final int GAP = 2;
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final String[] titles;
    private final boolean[] right;
    private final List<byte[][]> rows = new ArrayList<>();
    private final List<Tone[]> tones = new ArrayList<>();

    /** The titles of the columns; one that starts with {@code >} has its cells at the right. */
    public Table(String... titles) {
        this.titles = titles;
        right = new boolean[titles.length];
        for (int i = 0; i < titles.length; i++) {
            right[i] = titles[i].charAt(0) == '>';
        }
    }

    /** Begins a row of empty cells. */
    public Table row() {
        byte[][] cells = new byte[titles.length][];
        Tone[] looks = new Tone[titles.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new byte[0];
            looks[i] = Tone.PLAIN;
        }
        rows.add(cells);
        tones.add(looks);
        return this;
    }

    /** Fills a cell of the last row. */
    public Table cell(int column, byte[] text, Tone tone) {
        rows.get(rows.size() - 1)[column] = text;
        tones.get(rows.size() - 1)[column] = tone;
        return this;
    }

    public Table cell(int column, byte[] text) {
        return cell(column, text, Tone.PLAIN);
    }

    public Table cell(int column, String literal) {
        return cell(column, Ascii.bytes(literal), Tone.PLAIN);
    }

    public int rows() {
        return rows.size();
    }

    /** Appends titles and rows, a line each. */
    public void render(ByteBuilder out, boolean colour) {
        render(out, colour, UNBOUNDED);
    }

    /** The same with lines cut to a width in columns. */
    public void render(ByteBuilder out, boolean colour, int widthMax) {
        int[] widths = widths();
        byte[][] heads = new byte[titles.length][];
        Tone[] looks = new Tone[titles.length];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = title(i);
            looks[i] = Tone.STRONG;
        }
        line(heads, looks, widths, out, colour, widthMax);
        for (int i = 0; i < rows.size(); i++) {
            line(rows.get(i), tones.get(i), widths, out, colour, widthMax);
        }
    }

    /** Appends one row, as wide as in the whole table: what a full screen shows of it. */
    public void renderRow(int row, ByteBuilder out, boolean colour, int widthMax) {
        line(rows.get(row), tones.get(row), widths(), out, colour, widthMax);
    }

    private byte[] title(int column) {
        return Ascii.bytes(right[column] ? titles[column].substring(1) : titles[column]);
    }

    private int[] widths() {
        int[] widths = new int[titles.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = title(i).length;
            for (byte[][] cells : rows) {
                widths[i] = Math.max(widths[i], Shown.columns(cells[i]));
            }
        }
        return widths;
    }

    private void line(byte[][] cells, Tone[] looks, int[] widths, ByteBuilder out, boolean colour, int widthMax) {
        int last = cells.length - 1;
        while (last > 0 && cells[last].length == 0) {
            last--;
        }
        int left = widthMax;
        for (int i = 0; i <= last && left > 0; i++) {
            int pad = widths[i] - Shown.columns(cells[i]);
            if (i > 0) {
                left -= spaces(Math.min(GAP, left), out);
            }
            if (right[i]) {
                left -= spaces(Math.min(pad, left), out);
            }
            boolean toned = colour && looks[i] != Tone.PLAIN && cells[i].length > 0;
            if (toned) {
                out.append("\033[").append(looks[i].code).append((byte) 'm');
            }
            left -= text(cells[i], left, out);
            if (toned) {
                out.append("\033[0m");
            }
            if (!right[i] && i < last) {
                left -= spaces(Math.min(pad, left), out);
            }
        }
        out.append((byte) '\n');
    }

    private static int spaces(int count, ByteBuilder out) {
        for (int i = 0; i < count; i++) {
            out.append((byte) ' ');
        }
        return Math.max(count, 0);
    }

    /** Appends a text cut to so many columns. @return the columns that it took */
    private static int text(byte[] text, int columnsMax, ByteBuilder out) {
        int columns = 0;
        for (byte b : text) {
            boolean starts = (b & 0xc0) != 0x80;
            if (starts && columns == columnsMax) {
                break;
            }
            columns += starts ? 1 : 0;
            out.append(b);
        }
        return columns;
    }
}
