package org.yagura.core.importing;

import java.util.Arrays;
import java.util.List;

/** What {@code [ … ]} says about words that are known. About files nothing is known. */
final class Tests {
    private Tests() {}

    /** The truth of a test, given without its brackets. */
    static Truth of(List<Piece> words) {
        if (!words.isEmpty() && words.get(0).is("!")) {
            return of(words.subList(1, words.size())).not();
        }
        for (Piece word : words) {
            if (word.value() == null || word.soft() || word.is("-a") || word.is("-o")) {
                return Truth.UNKNOWN;
            }
        }
        return switch (words.size()) {
            case 0 -> Truth.NO;
            case 1 -> Truth.of(words.get(0).shown().length > 0);
            case 2 -> {
                boolean filled = words.get(1).shown().length > 0;
                yield words.get(0).is("-n")
                        ? Truth.of(filled)
                        : words.get(0).is("-z") ? Truth.of(!filled) : Truth.UNKNOWN;
            }
            case 3 -> compare(words.get(0).shown(), words.get(1), words.get(2).shown());
            default -> Truth.UNKNOWN;
        };
    }

    private static Truth compare(byte[] left, Piece operator, byte[] right) {
        if (operator.is("=") || operator.is("==")) {
            return Truth.of(Arrays.equals(left, right));
        }
        if (operator.is("!=")) {
            return Truth.of(!Arrays.equals(left, right));
        }
        if (!Bytes.isNumber(left) || !Bytes.isNumber(right)) {
            return Truth.UNKNOWN;
        }
        int difference = Bytes.number(left, 0) - Bytes.number(right, 0);
        if (operator.is("-eq")) {
            return Truth.of(difference == 0);
        }
        if (operator.is("-ne")) {
            return Truth.of(difference != 0);
        }
        if (operator.is("-gt")) {
            return Truth.of(difference > 0);
        }
        if (operator.is("-ge")) {
            return Truth.of(difference >= 0);
        }
        if (operator.is("-lt")) {
            return Truth.of(difference < 0);
        }
        return operator.is("-le") ? Truth.of(difference <= 0) : Truth.UNKNOWN;
    }
}
