package org.yagura.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold holds for all inputs of the corpus, and for many that are damaged forms of them. */
class CorpusTest {
    private static final int DAMAGED_FORMS = 3000;

    private static List<byte[]> corpus(Target target) throws IOException {
        Path folder = Path.of("corpus", target.name().toLowerCase(Locale.ROOT));
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(CorpusTest::read).toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void tryInput(Target target, byte[] input) {
        try {
            target.tryInput(input);
        } catch (RuntimeException | AssertionError trouble) {
            throw new AssertionError(
                    target + " with " + java.util.HexFormat.of().formatHex(input), trouble);
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void holdsForAllInputsOfTheCorpus(Target target) throws IOException {
        List<byte[]> corpus = corpus(target);
        assertFalse(corpus.isEmpty());
        corpus.forEach(input -> tryInput(target, input));
        tryInput(target, new byte[0]);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void holdsForDamagedForms(Target target) throws IOException {
        List<byte[]> corpus = corpus(target);
        Random random = new Random(target.name().hashCode());
        for (int i = 0; i < DAMAGED_FORMS; i++) {
            byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
            for (int changes = random.nextInt(4); changes >= 0 && input.length > 0; changes--) {
                input = damage(input, corpus, random);
            }
            tryInput(target, input);
        }
    }

    private static byte[] damage(byte[] input, List<byte[]> corpus, Random random) {
        int at = random.nextInt(input.length);
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        switch (random.nextInt(5)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(input, at);
            }
            case 3 -> {
                byte[] longer = Arrays.copyOf(input, input.length + 1);
                System.arraycopy(input, at, longer, at + 1, input.length - at);
                return longer;
            }
            default -> System.arraycopy(other, 0, input, at, Math.min(other.length, input.length - at));
        }
        return input;
    }
}
