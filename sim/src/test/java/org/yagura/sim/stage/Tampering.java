package org.yagura.sim.stage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Port;

/** A port of which one call of one part was tampered with: a deliberate bug, as if it were the tool's own. */
final class Tampering {
    /** What happens in place of a call. */
    interface Call {
        @Nullable
        Object instead(Real real, Object[] arguments);
    }

    /** The call as it should be. */
    interface Real {
        @Nullable
        Object call(Object... arguments);
    }

    private Tampering() {}

    /**
     * @param part name of the port's method that gives the part
     * @param method name of the part's method
     */
    static Port with(Port port, String part, String method, Call call) {
        return proxy(Port.class, port, (asked, arguments) -> {
            Object real = invoke(asked, port, arguments);
            if (!asked.getName().equals(part) || real == null) {
                return real;
            }
            return proxy(
                    asked.getReturnType(),
                    real,
                    (inner, given) -> inner.getName().equals(method)
                            ? call.instead(other -> invoke(inner, real, other), given)
                            : invoke(inner, real, given));
        });
    }

    private interface Handler {
        @Nullable
        Object handle(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Object real, Handler handler) {
        InvocationHandler all =
                (proxy, method, arguments) -> handler.handle(method, arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(real.getClass().getClassLoader(), new Class<?>[] {type}, all));
    }

    private static @Nullable Object invoke(Method method, Object target, Object[] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            // The simulator ends processes by errors that pass through the tools.
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(thrown);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
