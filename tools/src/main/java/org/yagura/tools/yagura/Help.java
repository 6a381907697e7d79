package org.yagura.tools.yagura;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.Applet;

/** What {@code --help} says. */
final class Help {
    private static final int GAP = 2;

    private Help() {}

    /** How a subcommand is called, in one line. */
    static byte[] synopsis(Subcommand subcommand) {
        ByteBuilder out = new ByteBuilder(96);
        appendSynopsis(subcommand, out);
        return out.toBytes();
    }

    private static void appendSynopsis(Subcommand subcommand, ByteBuilder out) {
        out.append(Yagura.PROGRAM).append((byte) ' ').append(subcommand.name).append(" [OPTION...]");
        if (!subcommand.operands.isEmpty()) {
            out.append((byte) ' ').append(subcommand.operands);
        }
    }

    /** Appends all about one subcommand. */
    static void append(Subcommand subcommand, ByteBuilder out) {
        out.append("usage: ");
        appendSynopsis(subcommand, out);
        out.append("\n\n").append(subcommand.help).append("\n\n");
        int width = 0;
        for (Option option : subcommand.options()) {
            width = Math.max(width, words(option).length);
        }
        for (Option option : subcommand.options()) {
            line(words(option), width, option.help, out);
        }
        out.append("\nMore: man ").append(subcommand.page).append("\n");
    }

    /** Appends what commands there are. */
    static void append(ByteBuilder out) {
        out.append("usage: yagura COMMAND [OPTION...] [ARGUMENT...]\n");
        out.append("       yagura TOOL [ARGUMENT...]\n\n");
        int width = 0;
        for (Subcommand each : Subcommand.values()) {
            width = Math.max(width, each.name.length());
        }
        for (Subcommand each : Subcommand.values()) {
            line(Ascii.bytes(each.name), width, each.help, out);
        }
        out.append("\nTools, each also a command by itself:\n");
        tools(out);
        out.append("\n`yagura COMMAND --help` tells more of a command, `man TOOL` of a tool.\n");
    }

    /** Appends the tools' names in lines of a fair length. */
    private static void tools(ByteBuilder out) {
        int columns = 0;
        for (Applet applet : Applet.values()) {
            if (columns > 0 && columns + 1 + applet.command.length() > 76) {
                out.append((byte) '\n');
                columns = 0;
            }
            out.append(columns == 0 ? "  " : " ").append(applet.command);
            columns += applet.command.length() + (columns == 0 ? 2 : 1);
        }
        out.append((byte) '\n');
    }

    private static byte[] words(Option option) {
        ByteBuilder words = new ByteBuilder(32);
        if (option.letter != Option.NO_LETTER) {
            words.append((byte) '-').append((byte) option.letter).append(", ");
        } else {
            words.append("    ");
        }
        words.append("--").append(option.name);
        if (option.argument != null) {
            words.append((byte) ' ').append(option.argument);
        }
        return words.toBytes();
    }

    private static void line(byte[] left, int width, String right, ByteBuilder out) {
        out.append("  ").append(left);
        for (int i = left.length; i < width + GAP; i++) {
            out.append((byte) ' ');
        }
        out.append(right).append((byte) '\n');
    }
}
