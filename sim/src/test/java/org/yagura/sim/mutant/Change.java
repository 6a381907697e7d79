package org.yagura.sim.mutant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A deliberate bug: a change of the compiled code of one method. */
final class Change {
    private static final String ROOT = "org.yagura.";

    final String type;
    private final ClassTransform transform;
    /** The same with nothing changed: a method that is only built anew is not the same bytes either. */
    private final ClassTransform without;

    private Change(String type, ClassTransform transform, ClassTransform without) {
        this.type = ROOT + type;
        this.transform = transform;
        this.without = without;
    }

    private Change(String type, String method, Supplier<CodeTransform> code) {
        this(
                type,
                ClassTransform.ofStateful(() -> ClassTransform.transformingMethodBodies(
                        model -> model.methodName().equalsString(method), CodeTransform.ofStateful(code))),
                ClassTransform.transformingMethodBodies(
                        model -> model.methodName().equalsString(method), CodeBuilder::with));
    }

    /** A call is left out; what it would give is 0. @param number which of those calls in the method, from 1 on; 0 for all */
    static Change withoutCall(String type, String method, String callee, int number) {
        return new Change(type, method, () -> new CodeTransform() {
            private int seen;

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
                boolean strikes = element instanceof InvokeInstruction call
                        && call.name().equalsString(callee)
                        && (++seen == number || number == 0);
                if (strikes) {
                    leaveOut(builder, (InvokeInstruction) element);
                } else {
                    builder.with(element);
                }
            }
        });
    }

    private static void leaveOut(CodeBuilder builder, InvokeInstruction call) {
        MethodTypeDesc shape = call.typeSymbol();
        for (int i = shape.parameterCount() - 1; i >= 0; i--) {
            boolean wide = TypeKind.from(shape.parameterType(i)).slotSize() == 2;
            builder.with(wide ? pop2() : pop());
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            builder.pop();
        }
        push(builder, shape.returnType(), 0);
    }

    private static CodeElement pop() {
        return java.lang.classfile.instruction.StackInstruction.of(Opcode.POP);
    }

    private static CodeElement pop2() {
        return java.lang.classfile.instruction.StackInstruction.of(Opcode.POP2);
    }

    private static void push(CodeBuilder builder, ClassDesc type, long value) {
        switch (TypeKind.from(type)) {
            case VOID -> {}
            case LONG -> builder.loadConstant(value);
            case REFERENCE -> builder.aconst_null();
            default -> builder.loadConstant((int) value);
        }
    }

    /** A number is another one. */
    static Change ofNumber(String type, String method, long from, long to, int number) {
        return new Change(type, method, () -> new CodeTransform() {
            private int seen;

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
                boolean strikes = element instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof Number value
                        && value.longValue() == from
                        && (++seen == number || number == 0);
                if (!strikes) {
                    builder.with(element);
                } else if (((ConstantInstruction) element).constantValue() instanceof Long) {
                    builder.loadConstant(to);
                } else {
                    builder.loadConstant((int) to);
                }
            }
        });
    }

    /** A condition is the other way round. @param number which conditional jump of the method, from 1 on */
    static Change ofCondition(String type, String method, int number) {
        return ofJump(type, method, number, Change::opposite);
    }

    private static Change ofJump(String type, String method, int number, UnaryOperator<Opcode> other) {
        return new Change(type, method, () -> new CodeTransform() {
            private int seen;

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
                boolean conditional = element instanceof BranchInstruction branch
                        && branch.opcode() != Opcode.GOTO
                        && branch.opcode() != Opcode.GOTO_W;
                if (conditional && ++seen == number) {
                    BranchInstruction branch = (BranchInstruction) element;
                    builder.with(BranchInstruction.of(other.apply(branch.opcode()), branch.target()));
                } else {
                    builder.with(element);
                }
            }
        });
    }

    /** A comparison of numbers takes the other side of its boundary: what was to be less may be equal. @param number as there */
    static Change ofBoundary(String type, String method, int number) {
        return ofJump(type, method, number, Change::boundary);
    }

    private static Opcode boundary(Opcode jump) {
        return switch (jump) {
            case IF_ICMPLT -> Opcode.IF_ICMPLE;
            case IF_ICMPGE -> Opcode.IF_ICMPGT;
            case IF_ICMPGT -> Opcode.IF_ICMPGE;
            case IF_ICMPLE -> Opcode.IF_ICMPLT;
            default -> throw new IllegalArgumentException(jump.toString());
        };
    }

    private static Opcode opposite(Opcode jump) {
        return switch (jump) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFGT -> Opcode.IFLE;
            case IFLE -> Opcode.IFGT;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            case IF_ACMPEQ -> Opcode.IF_ACMPNE;
            case IF_ACMPNE -> Opcode.IF_ACMPEQ;
            case IFNULL -> Opcode.IFNONNULL;
            case IFNONNULL -> Opcode.IFNULL;
            default -> throw new IllegalArgumentException(jump.toString());
        };
    }

    /** A method does nothing but give a number, or null, or nothing. */
    static Change toConstant(String type, String method, long value) {
        return new Change(
                type,
                (builder, element) -> {
                    if (element instanceof MethodModel model
                            && model.methodName().equalsString(method)) {
                        ClassDesc result = model.methodTypeSymbol().returnType();
                        builder.withMethodBody(
                                model.methodName(),
                                model.methodType(),
                                model.flags().flagsMask(),
                                code -> {
                                    push(code, result, value);
                                    code.return_(TypeKind.from(result));
                                });
                    } else {
                        builder.with(element);
                    }
                },
                ClassTransform.ACCEPT_ALL);
    }

    /** The class with the change in it. */
    byte[] applyTo(byte[] original) {
        ClassFile file = ClassFile.of();
        byte[] changed = file.transformClass(file.parse(original), transform);
        if (Arrays.equals(changed, file.transformClass(file.parse(original), without))) {
            throw new IllegalStateException("nothing to change was found in " + type);
        }
        return changed;
    }
}
