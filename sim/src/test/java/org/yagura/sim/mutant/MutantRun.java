package org.yagura.sim.mutant;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells stories with bugs in until one fails. */
final class MutantRun {
    private static final String STAGE = "org.yagura.sim.stage.";

    private MutantRun() {}

    /** @param story the class of the stories. @return what the first story that failed said, with its seed in front; null where none of them did */
    static @Nullable String byStories(List<Change> changes, String story, int stories) {
        try {
            Class<?> type = new MutantLoader(changes).loadClass(STAGE + story);
            Method tell = type.getMethod("tell");
            for (long seed = 1; seed <= stories; seed++) {
                String failure = failure(tell, type.getConstructor(long.class).newInstance(seed));
                if (failure != null) {
                    return "seed " + seed + ": " + failure;
                }
            }
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param test a class and a method of the tests; what it takes, if anything, is a text. @return what it said, or null where it did not fail */
    static @Nullable String byTest(List<Change> changes, String test, String... given) {
        try {
            int hash = test.indexOf('#');
            Class<?> type = new MutantLoader(changes).loadClass(STAGE + test.substring(0, hash));
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Class<?>[] parameters = new Class<?>[given.length];
            java.util.Arrays.fill(parameters, String.class);
            Method method = type.getDeclaredMethod(test.substring(hash + 1), parameters);
            method.setAccessible(true);
            return failure(method, constructor.newInstance(), (Object[]) given);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String failure(Method method, Object on, Object... arguments)
            throws ReflectiveOperationException {
        try {
            method.invoke(on, arguments);
            return null;
        } catch (InvocationTargetException thrown) {
            String text = thrown.getCause().toString().replace("java.lang.AssertionError: ", "");
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end);
        }
    }
}
