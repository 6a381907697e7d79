package org.yagura.core.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.text.ByteBuilder;

class RefusalTest {
    @ParameterizedTest
    @CsvSource({
        "'HELO there\r\n', 250", "'ehlo x\r\n', 250", "'MAIL FROM:<a>\r\n', 250", "'rset\r\n', 250", "'noop \r\n', 250",
                "'mail\n', 250",
        "'RCPT TO:<b>\r\n', 451", "'DATA\r\n', 451", "'\r\n', 451", "'\n', 451", "'mail\tx\r\n', 451",
                "'mails\r\n', 451",
        "' helo\r\n', 451", "'rset\r\r\n', 451", "'qui\r\n', 451", "'QUIT\r\n', 221", "'quit now\r\n', 221",
                "'quits\r\n', 451"
    })
    void answersHoweverTheBytesArrive(String line, String code) {
        Refusal refusal = Refusal.because(451, bytes("no"));
        ByteBuilder out = new ByteBuilder(8);
        boolean over = false;
        for (byte b : bytes(line)) {
            over = refusal.take(new byte[] {b}, 1, out);
        }
        String answer = text(out);
        assertEquals(code, answer.substring(0, 3));
        assertEquals(answer.length() - 2, answer.indexOf("\r\n"));
        assertEquals("221".equals(code), over);
    }

    @Test
    void nothingIsAnsweredBehindTheGoodbye() {
        ByteBuilder out = new ByteBuilder(8);
        byte[] lines = bytes("rcpt\nquit\nrcpt\n");
        assertTrue(Refusal.because(553, bytes("no")).take(lines, lines.length, out));
        assertEquals("553 no\r\n221 rblsmtpd.local\r\n", text(out));
    }

    @Test
    void aStrangersReasonIsCutAndHasNoControlBytes() {
        assertEquals(
                "451 a?b??c",
                text(Refusal.because(451, bytes("a\nb\u0001\u00e9c")).answer()));
        assertEquals(4 + 200, Refusal.because(451, new byte[1000]).answer().length);
    }

    @Test
    void noiseIsAnswered() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            Refusal.because(451, noise).take(noise, noise.length, new ByteBuilder(8));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(ByteBuilder builder) {
        return text(builder.toBytes());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
