package org.yagura.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentReplyTest {
    @ParameterizedTest
    @CsvSource({
        "'1 , 2 : USERID : UNIX :  joe user\r\nmore', joeuser",
        "'1,2:USERID:UNIX:a:b c\n', 'a:bc'",
        "'1 , 2\r : USERID : UNIX :\tjo\re\r\n', joe",
        "'1 , 2 : USERID : UNIX :\r\n', ''",
        "'1 , 2 : ERROR : NO-USER\r\n', ''",
        "'1\n,2:3:4:joe\n', ''",
        "'1 , 2 : USERID : UNIX : joe',",
        "'',",
    })
    void saysWhoIsThere(String reply, @org.jspecify.annotations.Nullable String who) {
        byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
        byte[] info = IdentReply.info(bytes, bytes.length);
        if (who == null) {
            assertNull(info);
        } else {
            assertEquals(who, new String(info, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void noReplyDoesHarm() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(30)];
            for (int j = 0; j < noise.length; j++) {
                noise[j] = (byte) ": \r\njoe\0\t,".charAt(random.nextInt(10));
            }
            IdentReply.info(noise, noise.length);
            IdentReply.isWhole(noise, noise.length);
        }
    }
}
