package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggerWordsTest {
    private static byte[] bytes(String text) {
        return text.replace("@", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String directories(byte[][] words) {
        List<String> names = LoggerWords.directories(words).stream()
                .map(name -> new String(name, StandardCharsets.ISO_8859_1))
                .toList();
        return String.join(" ", names);
    }

    @ParameterizedTest
    @CsvSource({
        "'#!/bin/sh@exec setuidgid log multilog t s1000 n10 ./main@', ./main",
        "'exec /usr/bin/multilog t /var/log/a !gzip ./b', /var/log/a ./b",
        "'multilog t ''./main''@echo ./x', ./main",
        "'exec multilog t \\@ \"/var/log/x\" # ./y@', /var/log/x",
        "'umask 027; exec env - PATH=/bin multilog t ./main | cat ./no', ./main",
        "'exec yagura multilog t -* +x ./only', ./only",
        "'exec logger -t ./x', ''",
        "'# multilog ./x', ''",
        "'', ''",
    })
    void scriptsTellWhereTheLogIs(String script, String directories) {
        assertEquals(directories, directories(LoggerWords.ofScript(bytes(script))));
    }

    @ParameterizedTest
    @CsvSource({
        "'/usr/bin/multilog|t|./main|', ./main",
        "'/usr/bin/yagura|multilog|t|/a|./b|', /a ./b",
        "'/bin/sh|./run|', ''",
        "'multilog', ''",
    })
    void processesDo(String line, String directories) {
        byte[][] words = LoggerWords.split(line.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(directories, LoggerWords.isMultilog(words) ? directories(words) : "");
    }
}
